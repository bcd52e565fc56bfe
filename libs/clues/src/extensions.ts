import type { HappenedAt } from '@cluetrail/event-sourcing';

/** What a state keeps of the extensions of its clocks, by obligation. */
export interface Extensions {
  /** Asked for and not yet answered. */
  readonly asked: { readonly [obligation: string]: Asked };
  /** When the last request was answered. */
  readonly answered: { readonly [obligation: string]: HappenedAt };
  /** How often it was extended. */
  readonly extended: { readonly [obligation: string]: number };
}

export interface Asked {
  readonly by: string;
  readonly onBehalfOf?: string;
  readonly happenedAt: HappenedAt;
}

export const NO_EXTENSIONS: Extensions = { asked: {}, answered: {}, extended: {} };

/** Codes come from outside: `constructor` is none of ours. */
export function at<T>(
  entries: { readonly [obligation: string]: T },
  obligation: string,
): T | undefined {
  return Object.hasOwn(entries, obligation) ? entries[obligation] : undefined;
}

/** Of two that go on as one: what either put off is put off. */
export function moreOften(
  one: Extensions['extended'],
  other: Extensions['extended'],
): Extensions['extended'] {
  return Object.fromEntries(
    Object.keys({ ...one, ...other }).map((obligation) => [
      obligation,
      Math.max(at(one, obligation) ?? 0, at(other, obligation) ?? 0),
    ]),
  );
}

export function without<T>(
  entries: { readonly [obligation: string]: T },
  obligation: string,
): { readonly [obligation: string]: T } {
  return Object.fromEntries(Object.entries(entries).filter(([key]) => key !== obligation));
}
