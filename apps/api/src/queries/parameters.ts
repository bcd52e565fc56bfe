import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { asOfOf, isZone, knownAtOf, NotATime } from '@cluetrail/event-sourcing';
import { ID_PATTERN } from '@cluetrail/access';
import { Problem } from '../problem.js';
import type { Reading } from './read-model.js';

/** Lists answer pages. */
export class Page {
  /** Opaque: `next` of the page before. */
  @IsOptional() @IsString() @Length(1, 2000) page?: string;
  @IsOptional()
  @Matches(/^([1-9][0-9]?|100)$/, { message: 'a number from 1 to 100' })
  limit?: string;
}

export class OfClues extends Page {
  /** That organ and all below it. */
  @IsOptional() @Matches(ID_PATTERN, { message: 'the id of an organ' }) organ?: string;
  /** Clues to which this person is assigned. */
  @IsOptional() @Matches(ID_PATTERN, { message: 'the id of a person' }) officer?: string;
}

/** Questions about one clue. */
export class ClueAxes {
  @IsOptional() @IsString() @Length(10, 40) asOf?: string;
  @IsOptional() @IsString() @Length(10, 40) knownAt?: string;
  @IsOptional() @IsString() @Length(1, 60) zone?: string;
}

export class Temporal extends OfClues {
  /** As it was: an instant with offset, or a date (its last millisecond). Absent = now. */
  @IsOptional() @IsString() @Length(10, 40) asOf?: string;
  /** As it was known then. Absent = all that is known. */
  @IsOptional() @IsString() @Length(10, 40) knownAt?: string;
  /** IANA zone of dates without a time. */
  @IsOptional() @IsString() @Length(1, 60) zone?: string;
}

export class OfObligations extends Temporal {
  /** Code of an obligation: `verify`. */
  @IsOptional()
  @Matches(/^[a-z][a-zA-Z0-9-]{0,39}$/, { message: 'the code of an obligation' })
  obligation?: string;
  @IsOptional() @IsIn(['blue', 'yellow', 'red']) colour?: 'blue' | 'yellow' | 'red';
}

/** The two axes that an answer used. */
export interface AskedAxes {
  readonly asOf: string;
  /** Absent = the newest knowledge. */
  readonly knownAt?: string;
}

export function axesOf(
  { now, zone: own }: Pick<Reading, 'now' | 'zone'>,
  { asOf, knownAt, zone = own }: Pick<Temporal, 'asOf' | 'knownAt' | 'zone'>,
): AskedAxes {
  if (!isZone(zone)) throw badParameter('zone', 'an IANA time zone');
  return {
    asOf: asOf === undefined ? now : timeOf('asOf', () => asOfOf(asOf, zone)),
    ...(knownAt !== undefined && { knownAt: timeOf('knownAt', () => knownAtOf(knownAt, zone)) }),
  };
}

/** For people and machines: what was used, also where it was omitted. */
export function echoed({ now }: Pick<Reading, 'now'>, { asOf, knownAt }: AskedAxes) {
  return { asOf, knownAt: knownAt ?? `${now.slice(0, -1)}999Z` };
}

export function badParameter(path: string, expected: string): Problem {
  return new Problem(400, 'bad-parameter', { errors: [{ path, expected, found: 'another text' }] });
}

export function limitOf({ limit }: Page): number {
  return limit === undefined ? 50 : Number(limit);
}

function timeOf(name: string, read: () => string): string {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotATime)
      throw badParameter(name, 'an RFC 3339 instant with offset, or a date');
    throw error;
  }
}
