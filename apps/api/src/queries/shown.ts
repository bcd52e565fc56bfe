import type { Event } from '@cluetrail/event-sourcing';
import { isSealedText } from '@cluetrail/access';
import type { Installation } from '../installation.js';

export interface Showing {
  readonly event: Event;
  readonly path: string;
  readonly inClear: boolean;
  readonly installation: Pick<Installation, 'unseal' | 'keys'>;
}

/** A value of an event as a person may read it: texts in clear, told to be sealed, gone for ever, or without their key here. */
export function shown(value: unknown, showing: Showing): unknown {
  const { event, path, inClear, installation } = showing;
  if (Array.isArray(value))
    return value.map((item, index) => shown(item, { ...showing, path: `${path}.${index}` }));
  if (typeof value !== 'object' || value === null) return value;
  if (isSealedText(value)) {
    if (!inClear) return { sealed: true };
    return installation.unseal(event, path) ?? absent(event, installation);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      shown(field, { ...showing, path: `${path}.${key}` }),
    ]),
  );
}

function absent({ stream }: Event, { keys }: Showing['installation']): object {
  return keys.erased(stream) ? { destroyed: true } : { keyMissing: true };
}
