/** Clearances and levels, rising. A row of any other level is seen by nobody. */
export const LEVELS = ['L1', 'L2', 'L3', 'L4'] as const;
export type Level = (typeof LEVELS)[number];

/** An office in force, one's own or lent, with the place of its organ in the tree: `/gx/nn/`. */
export interface Standing {
  readonly role: string;
  readonly organId: string;
  readonly organPath: string;
  readonly clearance: Level;
  /** He is on leave: he reads as ever, and does nothing. */
  readonly onLeave?: true;
  /** Whose office it is, where it is another's: he acts in it on that person's behalf. */
  readonly onBehalfOf?: string;
  /** The only commands for which the office is lent; absent = all. */
  readonly commands?: readonly string[];
}

/** Who asks: a person with what he is at this moment. */
export interface Subject {
  readonly personId: string;
  readonly appointments: readonly Standing[];
  /** The set-up of a directory without an organisation: it may read what it has just filled. */
  readonly setup?: true;
}

/** Acts until the first appointment, and never again. */
export const SETUP = 'system:setup';

export function isLevel(value: unknown): value is Level {
  return LEVELS.some((level) => level === value);
}

/** The lower of two clearances. */
export function lower(one: Level, other: Level): Level {
  return LEVELS.indexOf(one) < LEVELS.indexOf(other) ? one : other;
}

/** The higher of two levels. */
export function higher(one: Level, other: Level): Level {
  return one === lower(one, other) ? other : one;
}

/** The levels that a clearance opens; none for an unknown one. */
export function levelsUpTo(clearance: string): readonly Level[] {
  return LEVELS.slice(0, LEVELS.findIndex((level) => level === clearance) + 1);
}
