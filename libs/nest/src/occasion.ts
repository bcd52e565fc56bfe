import { IsOptional, IsString, Length } from 'class-validator';
import { happenedAtOf, NotATime, OutOfYears, type HappenedAt } from '@cluetrail/event-sourcing';
import { notAnObject, readInput, type InputFault } from '@cluetrail/workflow';

/** What every command may say besides its own input. */
export class Occasion {
  /** RFC 3339 with offset; without seconds = to the minute; a date alone = that day. Absent = now. */
  @IsOptional() @IsString() @Length(10, 40) happenedAt?: string;
  /** Sealed under the key of the stream. */
  @IsOptional() @IsString() @Length(1, 4000) reason?: string;
}

/** What a command that opens may say besides. */
export class Opening extends Occasion {
  /** The procedure that the new instance is pinned to, for ever. Absent = the installation's own. */
  @IsOptional() @IsString() @Length(1, 40) procedure?: string;
}

export interface ReadOccasion {
  readonly happenedAt?: HappenedAt;
  readonly reason?: string;
  readonly procedure?: string;
  /** The body without them. */
  readonly rest: object;
}

/** Parts a body into the occasion and the command's own input. `zone` is that of the person's organ. */
export function readOccasion(
  body: unknown,
  { zone, opens }: { readonly zone: string; readonly opens: boolean },
): ReadOccasion | { readonly faults: readonly InputFault[] } {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return { faults: [notAnObject(body)] };
  const { happenedAt, reason, ...own } = body as { [field in keyof Opening]: unknown }; // checked below
  const { procedure, ...others } = own;
  // What is pinned already is not pinned again: there it is a field like any that nobody knows.
  const rest = opens ? others : own;
  const said = { happenedAt, reason, ...(opens && { procedure }) };
  const read = readInput<Opening>(opens ? Opening : Occasion, given(said));
  if ('faults' in read) return read;
  try {
    const { input } = read;
    return {
      rest,
      ...(input.reason !== undefined && { reason: input.reason }),
      ...(input.procedure !== undefined && { procedure: input.procedure }),
      ...(input.happenedAt !== undefined && { happenedAt: happenedAtOf(input.happenedAt, zone) }),
    };
  } catch (error) {
    if (!(error instanceof NotATime)) throw error;
    return {
      faults: [
        {
          path: 'happenedAt',
          expected: error.expected,
          found: error instanceof OutOfYears ? error.found : 'another text',
        },
      ],
    };
  }
}

function given(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
