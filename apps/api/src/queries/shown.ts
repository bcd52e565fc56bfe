import type { Event, Unseal } from '@cluetrail/event-sourcing';

export interface Showing {
  readonly event: Event;
  readonly path: string;
  readonly inClear: boolean;
  readonly unseal: Unseal;
}

/** A value of an event as a person may read it: texts in clear, told to be sealed, or gone for ever. */
export function shown(value: unknown, showing: Showing): unknown {
  const { event, path, inClear, unseal } = showing;
  if (Array.isArray(value))
    return value.map((item, index) => shown(item, { ...showing, path: `${path}.${index}` }));
  if (typeof value !== 'object' || value === null) return value;
  if (isSealed(value)) {
    if (!inClear) return { sealed: true };
    return unseal(event, path) ?? { destroyed: true };
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      shown(field, { ...showing, path: `${path}.${key}` }),
    ]),
  );
}

function isSealed(value: object): boolean {
  return 'k' in value && 'n' in value && 'c' in value && Object.keys(value).length === 3;
}
