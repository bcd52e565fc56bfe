import type { Effective } from '@cluetrail/event-sourcing';

/** A due that a clue takes over from one that it was split from, or that was merged into it. */
export interface Inherited {
  readonly event: Effective;
  readonly code: string;
  /** RFC 3339 UTC, 3 decimals. */
  readonly at: string;
}

/** From `inherits: [{ code, at }]` in the data of any event. */
export function inheritedBy(event: Effective): readonly Inherited[] {
  const { inherits } = event.data;
  if (!Array.isArray(inherits)) return [];
  return inherits.flatMap((one) => {
    const { code, at } = Object(one) as { code?: unknown; at?: unknown }; // shape is checked on the next line
    return typeof code === 'string' && typeof at === 'string' ? [{ event, code, at }] : [];
  });
}

/** A due that holds as it came with a matter from elsewhere, and how often it was extended there. */
export interface Taken extends Inherited {
  readonly extensions: number;
}

/** From `dues: [{ code, at, extensions }]` in the data of any event. */
export function takenBy(event: Effective): readonly Taken[] {
  const { dues } = event.data;
  if (!Array.isArray(dues)) return [];
  return dues.flatMap((one) => {
    const { code, at, extensions } = Object(one) as { [field in keyof Taken]?: unknown }; // shape is checked next
    return typeof code === 'string' && typeof at === 'string'
      ? [{ event, code, at, extensions: typeof extensions === 'number' ? extensions : 0 }]
      : [];
  });
}
