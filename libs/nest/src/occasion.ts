import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateNested,
} from 'class-validator';
import { happenedAtOf, NotATime, OutOfYears, type HappenedAt } from '@cluetrail/event-sourcing';
import { notAnObject, readInput, type InputFault } from '@cluetrail/workflow';

/** A file that was uploaded to the instance before. */
export class AttachedFile {
  @Matches(/^[0-9a-f]{64}$/, { message: 'the sha256 that the upload answered' }) sha256!: string;
  /** Sealed under the key of the stream. */
  @Length(1, 200)
  @Matches(/^[^\p{Cc}/\\]*$/u, { message: 'a name without slashes and control characters' })
  name!: string;
}

/** What every command may say besides its own input. */
export class Occasion {
  /** RFC 3339 with offset; without seconds = to the minute; a date alone = that day. Absent = now. */
  @IsOptional() @IsString() @Length(10, 40) happenedAt?: string;
  /** Sealed under the key of the stream. */
  @IsOptional() @IsString() @Length(1, 4000) reason?: string;
  /** Files that belong to what is said. */
  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => AttachedFile)
  @ArrayUnique(({ sha256 }: AttachedFile) => sha256)
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  attachments?: AttachedFile[];
}

/** What a command that opens may say besides. */
export class Opening extends Occasion {
  /** The procedure that the new instance is pinned to, for ever. Absent = the installation's own. */
  @IsOptional() @IsString() @Length(1, 40) procedure?: string;
}

export interface ReadOccasion {
  readonly happenedAt?: HappenedAt;
  readonly reason?: string;
  readonly attachments?: readonly AttachedFile[];
  readonly procedure?: string;
  /** The body without them. */
  readonly rest: object;
}

/**
 * Parts a body into the occasion and the command's own input. `zones`: in which a date without a time may be meant; of
 * several it is refused.
 */
export function readOccasion(
  body: unknown,
  { zones, opens }: { readonly zones: readonly string[]; readonly opens: boolean },
): ReadOccasion | { readonly faults: readonly InputFault[] } {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return { faults: [notAnObject(body)] };
  const { happenedAt, reason, attachments, ...own } = body as { [field in keyof Opening]: unknown }; // checked below
  const { procedure, ...others } = own;
  // What is pinned already is not pinned again: there it is a field like any that nobody knows.
  const rest = opens ? others : own;
  const said = { happenedAt, reason, attachments, ...(opens && { procedure }) };
  const read = readInput<Opening>(opens ? Opening : Occasion, given(said));
  if ('faults' in read) return read;
  try {
    const { input } = read;
    return {
      rest,
      ...(input.reason !== undefined && { reason: input.reason }),
      ...(input.attachments !== undefined && { attachments: input.attachments }),
      ...(input.procedure !== undefined && { procedure: input.procedure }),
      ...(input.happenedAt !== undefined && { happenedAt: happenedIn(zones, input.happenedAt) }),
    };
  } catch (error) {
    if (!(error instanceof NotATime)) throw error;
    return {
      faults: [
        {
          path: 'happenedAt',
          expected: error.expected,
          found: foundBy(error),
        },
      ],
    };
  }
}

function happenedIn(zones: readonly string[], text: string): HappenedAt {
  const [first] = zones;
  const found = happenedAtOf(text, first);
  if (found.precision === 'day' && zones.length > 1)
    throw new DateAlone(text, `a time with its offset: you open it from ${zones.join(' and ')}`);
  return found;
}

/** A day that begins at different hours, and nothing tells which. */
class DateAlone extends NotATime {}

/** What stands there only where it is a time. */
function foundBy(error: NotATime): string {
  if (error instanceof DateAlone) return 'a date alone';
  return error instanceof OutOfYears ? error.found : 'another text';
}

function given(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
