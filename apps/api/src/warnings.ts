import type { Log } from '@cluetrail/stores';
import type { Installation } from './installation.js';

/** A pin that a crash left behind is so by the appends of one group, of which each is hardly ever more than one event. */
const USUAL_EVENTS = 64;

/** What whoever starts a server should know, although it may be served. */
export function warningsOf(
  installation: Pick<Installation, 'store' | 'renewed'>,
): readonly string[] {
  const { store, renewed } = installation;
  const rebuilt =
    renewed === undefined ? [] : [`${renewed}; they have been built anew from the log`];
  const altering =
    store.alters === undefined
      ? []
      : [
          `the log: expected to serve it as a role that can add events and alter none, found one that ${store.alters}; "cluetrail log prepare" gives another what it needs`,
        ];
  return [...rebuilt, ...altering, ...aheadOfPin(store)];
}

function aheadOfPin({ ahead }: Log): readonly string[] {
  if (!ahead || ahead.found - ahead.pinned <= USUAL_EVENTS) return [];
  return [
    `the log is ahead of its pin: expected it to end near position ${ahead.pinned}, found ${ahead.found}; a power cut may leave what came in the last second, else pin.json is an older one`,
  ];
}
