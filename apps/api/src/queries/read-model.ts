import type { Subject } from '@cluetrail/access';
import type { InputClass, Words } from '@cluetrail/workflow';
import type { Installation } from '../installation.js';
import type { Opaque } from '../opaque.js';

/** Who asks, and when. */
export interface Asker {
  readonly installation: Installation;
  readonly subject: Subject;
  /** RFC 3339 UTC, 3 decimals. */
  readonly now: string;
  /** Of dates without a time. */
  readonly zone: string;
}

/** An asker before the read side as it stood when he asked. */
export interface Reading extends Asker {
  /** `recordedAt` of the last event that the read side has seen: what is known when nothing else is asked. */
  readonly head: string;
  readonly cursors: Opaque;
  /** Up to so many clues a list is read clue by clue and sorted; beyond, in its own order until the page is full. */
  readonly few: number;
}

/** A question with a name: `GET /api/{name}`, `cluetrail query {name}`. */
export interface ReadModel<P extends object = object> {
  readonly name: string;
  readonly title: Words;
  /** What it answers, in a line: for the description of the API and for help. */
  readonly about?: string;
  /** Query parameters, all texts; unknown ones are refused. */
  readonly parameters: InputClass<P>;
  answer(reading: Reading, parameters: P): Promise<object>;
}

/** Only ties the types together. */
export function readModel<P extends object>(model: ReadModel<P>): ReadModel<P> {
  return model;
}

/** Of an organ that is not in the tree (imported history): it stands alone. */
export function pathOf({ installation }: Asker, organ: string): string {
  return installation.references.pathOf(organ);
}
