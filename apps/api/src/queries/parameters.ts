import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { asOfOf, isZone, knownAtOf, NotATime, OutOfYears } from '@cluetrail/event-sourcing';
import { ID_PATTERN } from '@cluetrail/access';
import { Problem } from '../problem.js';
import type { Reading } from './read-model.js';

export const IsCursor = (): PropertyDecorator =>
  optional(IsString(), Length(1, 2000), says('opaque: `next` of the page before'));
export const IsLimit = (): PropertyDecorator =>
  optional(
    Matches(/^([1-9][0-9]?|100)$/, { message: 'a number from 1 to 100' }),
    says('items on a page, 1 to 100 (50 where none is given)'),
  );
export const IsObligationCode = (): PropertyDecorator =>
  optional(
    Matches(/^[a-z][a-zA-Z0-9-]{0,39}$/, { message: 'the code of an obligation' }),
    says('with a running clock of that code, as the procedure names it: sign, verify …'),
  );
export const IsColour = (): PropertyDecorator =>
  optional(IsIn(['blue', 'yellow', 'red']), says('the most urgent colour of a running clock'));

/** For the description of the API and for help. */
export function says(description: string): PropertyDecorator {
  return (target, property) => JSONSchema({ description })(target, String(property));
}

/** Read by {@link axesOf}, which says what a time looks like. */
const IsTime = (): PropertyDecorator => optional(IsString(), Length(1, 40));

export type Colour = 'blue' | 'yellow' | 'red';

/** Lists answer pages. */
export class Page {
  @IsCursor() page?: string;
  @IsLimit() limit?: string;
}

export class OfClues {
  @IsOptional()
  @Matches(ID_PATTERN, { message: 'the id of an organ' })
  @says('that organ and all below it, also where it is to sign for a transfer')
  organ?: string;
  @IsOptional()
  @Matches(ID_PATTERN, { message: 'the id of a person' })
  @says('clues to which this person is assigned')
  officer?: string;
}

export class PagedClues extends OfClues {
  @IsCursor() page?: string;
  @IsLimit() limit?: string;
}

/** Questions about one clue. */
export class ClueAxes {
  @IsTime() asOf?: string;
  @IsTime() knownAt?: string;
  @IsOptional() @IsString() @Length(1, 60) zone?: string;
}

export class Temporal extends OfClues {
  /** As it was: an instant with offset, or a date (its last millisecond). Absent = now. */
  @IsTime() asOf?: string;
  /** As it was known then. Absent = all that is known. */
  @IsTime() knownAt?: string;
  /** IANA zone of dates without a time. */
  @IsOptional() @IsString() @Length(1, 60) zone?: string;
}

export class OfObligations extends Temporal {
  @IsObligationCode() obligation?: string;
  @IsColour() colour?: Colour;
  @IsCursor() page?: string;
  @IsLimit() limit?: string;
}

/** The two axes that an answer uses, and echoes. */
export interface AskedAxes {
  readonly asOf: string;
  readonly knownAt: string;
}

/**
 * Omitted: now, and all that the read side has seen. That is a value too, so that the same question can be asked again
 * and the pages of one answer tell of one moment.
 */
export function axesOf(
  { now, head, zone: own }: Pick<Reading, 'now' | 'head' | 'zone'>,
  { asOf, knownAt, zone = own }: ClueAxes,
): AskedAxes {
  if (!isZone(zone)) throw badParameter('zone', 'an IANA time zone like Asia/Shanghai', zone);
  return {
    asOf: asOf === undefined ? now : timeOf('asOf', () => asOfOf(asOf, zone)),
    knownAt: knownAt === undefined ? head : timeOf('knownAt', () => knownAtOf(knownAt, zone)),
  };
}

export function badParameter(path: string, expected: string, found = 'another text'): Problem {
  return new Problem(400, 'bad-parameter', { errors: [{ path, expected, found }] });
}

export function limitOf({ limit }: Page): number {
  return limit === undefined ? 50 : Number(limit);
}

function timeOf(name: string, read: () => string): string {
  try {
    return read();
  } catch (error) {
    if (error instanceof OutOfYears) throw badParameter(name, error.expected, error.found);
    if (error instanceof NotATime)
      throw badParameter(
        name,
        'a date like 2026-11-24, or an instant with offset like 2026-11-24T09:00:00+08:00',
        error.found,
      );
    throw error;
  }
}

function optional(...rules: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => [IsOptional(), ...rules].forEach((rule) => rule(target, property));
}
