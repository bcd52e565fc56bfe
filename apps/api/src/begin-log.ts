import { randomUUID } from 'node:crypto';
import type { Append, Clock, Draft } from '@cluetrail/event-sourcing';
import { procedureHash, publication } from '@cluetrail/clues';
import type { ReferenceData } from '@cluetrail/nest';
import { type Log, StoreRefused } from '@cluetrail/stores';
import { type Procedure, PROCEDURE_PUBLISHED } from '@cluetrail/workflow';
import { InstallationRefused } from './installation-refused.js';
import { systemDraft } from './system-draft.js';

/**
 * Throws StoreRefused `log-missing` where a log has no first event: a place that was prepared for one, or what a copy left
 * that was killed at once. To be asked before keys are, of which nothing can be said then.
 */
export async function checkBegun(store: Log, place: string): Promise<void> {
  if ((await store.read('log', { limit: 1 })).length > 0) return;
  throw new StoreRefused(
    'log-missing',
    `${place}: expected a log with its first event, found none`,
    {
      ...{ expected: '0', found: 'none' },
    },
  );
}

/** The first event of every log says which log it is, and whether it was seeded under an injected clock; made where it lacks. */
export async function openedLog(
  store: Log,
  { clock, demo }: { clock: Clock; demo: boolean | 'any' },
) {
  const [first] = await store.read('log', { limit: 1 });
  if (first) {
    const { logId, demo: isDemo } = first.event.data as { logId: string; demo: boolean }; // LogOpened
    if (isDemo && demo === false)
      throw new InstallationRefused(
        'demo-log',
        'data directory: expected a production log, found a demo log; serve it with --demo',
      );
    if (!isDemo && demo === true)
      throw new InstallationRefused(
        'not-a-demo',
        'data directory: expected a demo log, found a production log',
      );
    return { logId, demo: isDemo };
  }
  const logId = randomUUID();
  const begunAsDemo = demo === true;
  await appended(
    store,
    0,
    systemDraft({
      stream: 'log',
      type: 'LogOpened',
      data: { logId, demo: begunAsDemo, monotone: store.monotone },
      clock,
    }),
  );
  return { logId, demo: begunAsDemo };
}

/** Publishes what the product ships and the log does not hold yet; a changed file under an old version is refused. */
export async function publishShipped({
  store,
  references,
  clock,
  shipped,
}: {
  store: Log;
  references: ReferenceData;
  clock: Clock;
  shipped: readonly Procedure[];
}) {
  for (const procedure of shipped) {
    const { name } = procedure;
    const hash = procedureHash(procedure);
    const known = references.procedure(name, procedure.version);
    if (known) {
      const before = procedureHash(known);
      if (before === hash) continue;
      throw new InstallationRefused(
        'procedure-changed',
        `procedure ${name} version ${procedure.version}: expected content ${before}, found ${hash}; a change needs a new version`,
      );
    }
    const stream = `procedure-${name}`;
    const data = publication(procedure);
    await appended(
      store,
      procedure.version - 1,
      systemDraft({ stream, type: PROCEDURE_PUBLISHED, data, clock }),
    );
    await references.refresh([stream]);
  }
}

async function appended(store: Log, version: number, draft: Draft): Promise<void> {
  checkRecorded(await store.append(draft.stream, version, [draft]), draft);
}

/** Throws InstallationRefused `not-recorded` for what a start has to write, and could not. */
export function checkRecorded(answer: Append, { stream, type }: Draft): void {
  if (answer.outcome === 'appended') return;
  const cause = 'cause' in answer ? `, ${answer.cause}` : '';
  throw new InstallationRefused(
    'not-recorded',
    `${type} on ${stream}: expected to be recorded, found ${answer.outcome}${cause}`,
  );
}
