import type { Subject } from '@cluetrail/access';
import type { InputClass, Words } from '@cluetrail/workflow';
import type { Installation } from '../installation.js';
import type { Opaque } from '../opaque.js';

/** Who asks, when, of what. */
export interface Reading {
  readonly installation: Installation;
  readonly subject: Subject;
  /** RFC 3339 UTC, 3 decimals. */
  readonly now: string;
  /** Of dates without a time. */
  readonly zone: string;
  readonly cursors: Opaque;
}

/** A question with a name: `GET /api/{name}`, `cluetrail query {name}`. */
export interface ReadModel<P extends object = object> {
  readonly name: string;
  readonly title: Words;
  /** Query parameters, all texts; unknown ones are refused. */
  readonly parameters: InputClass<P>;
  answer(reading: Reading, parameters: P): Promise<object>;
}

/** Only ties the types together. */
export function readModel<P extends object>(model: ReadModel<P>): ReadModel<P> {
  return model;
}
