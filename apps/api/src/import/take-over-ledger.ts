import type { Directory, Subject } from '@cluetrail/access';
import {
  type CellFault,
  DEFAULT_PROCEDURE,
  type Ledger,
  type LedgerMatter,
  readLedger,
  readSheet,
  UnreadableSheet,
} from '@cluetrail/clues';
import { type Answer, type CommandRequest, openedBy } from '@cluetrail/nest';
import { edgeOf } from '@cluetrail/workflow';
import type { Installation } from '../installation.js';
import type { Progress } from '../ndjson.js';
import { notRecorded, Problem, problemBody } from '../problem.js';
import { readingFor } from '../queries/reading.js';
import { settle } from '../settle.js';

export interface TakenOver {
  /** Rows of the ledger. */
  readonly matters: number;
  /** Taken over now, or with `dryRun` what would be. */
  readonly added: number;
  /** Taken over before, just as they stand there. */
  readonly known: number;
  readonly leftOut: number;
  readonly faults: readonly CellFault[];
  readonly dryRun: boolean;
}

export interface TakeOverLedger {
  /** The caller. */
  readonly by: string;
  readonly dryRun: boolean;
  give(request: CommandRequest): Promise<Answer>;
  /** Of its rows. */
  progress(now: Progress): void;
}

/** What stays owed then is done later. */
const SETTLED_MS = 60_000;

/** Appends in flight: they share commits. */
const IN_FLIGHT = 64;

/**
 * Takes over each open matter of a ledger (.xlsx or CSV) by one command, under all its rules. What was taken over
 * before is left as it is; so it may be repeated, also after it broke off. Throws a Problem 422 for a file that cannot
 * be read at all: then nothing was taken over.
 */
export async function takeOverLedger(
  installation: Installation,
  bytes: Buffer,
  asked: TakeOverLedger,
): Promise<TakenOver> {
  const ledger = await ledgerIn(installation, bytes, asked.by);
  const taking = new Taking(installation.references.directory, ledger, asked);
  await taking.all();
  if (taking.added > 0 && !asked.dryRun) await settle(installation, SETTLED_MS);
  const { added, known, faults } = taking;
  const leftOut = ledger.rows - added - known;
  return { matters: ledger.rows, added, known, leftOut, faults, dryRun: asked.dryRun };
}

/** The ledger as whoever takes over matters where he works may bring it: those of his organs and below. */
async function ledgerIn(installation: Installation, bytes: Buffer, by: string): Promise<Ledger> {
  const { appointments } = readingFor(installation, by).subject;
  const rules = (organ: string) => takingOverIn(installation, { organ, by: appointments });
  const isTaker = ({ organId, role, onLeave }: Office) =>
    !onLeave && rules(organId).roles.includes(role);
  if (!appointments.some(isTaker)) {
    const anywhere = appointments.length === 0 ? rules('').roles : [];
    const expected = [...anywhere, ...appointments.flatMap(({ organId }) => rules(organId).roles)];
    const { command } = TAKE_OVER;
    if (expected.length === 0) throw new Problem(409, 'not-in-procedure', { details: { command } });
    throw new Problem(403, 'wrong-role', { details: { expected: [...new Set(expected)] } });
  }
  const { directory } = installation.references;
  const notOf = (organ: string) => {
    const over = directory.organ(organ) ? [organ, ...directory.ancestors(organ)] : [];
    const offices = appointments.filter(
      ({ organId, onLeave }) => !onLeave && over.includes(organId),
    );
    return notTaken(organ, offices, rules(organ));
  };
  try {
    return readLedger(await readSheet(bytes), { notOf });
  } catch (error) {
    if (!(error instanceof UnreadableSheet)) throw error;
    const { place, expected, found } = error;
    throw new Problem(422, 'faulty-file', { errors: [{ path: place, expected, found }] });
  }
}

type Office = Subject['appointments'][number];

/** Of an organ by whose own procedure others take over, or nobody does, that is said: it is his all the same. */
function notTaken(organ: string, offices: readonly Office[], { name, roles }: TakingOver) {
  if (offices.length === 0) return { expected: 'your organ or one below it, by its id' };
  if (roles.length === 0)
    return {
      expected: 'an organ whose procedure knows taking over',
      found: `${organ} with ${name}`,
    };
  if (offices.some(({ role }) => roles.includes(role))) return undefined;
  return {
    expected: `an office of ${roles.join(' or ')}, who take over in ${organ} by ${name}`,
    found: [...new Set(offices.map(({ role }) => role))].join(', '),
  };
}

interface TakingOver {
  /** Of the procedure. */
  readonly name: string;
  /** Who takes over by it; nobody where it does not provide for that. */
  readonly roles: readonly string[];
}

/** The procedure under which a matter of an organ is taken over, as the command itself would choose it. */
function takingOverIn(
  { references }: Installation,
  { organ, by: [first] }: { readonly organ: string; readonly by: Subject['appointments'] },
): TakingOver {
  const only = (one = '') => references.directory.onlyProcedureOf(one);
  const name = only(organ) ?? only(first?.organId) ?? DEFAULT_PROCEDURE;
  const procedure = references.newest(name);
  const { kind, command } = TAKE_OVER;
  return { name, roles: (procedure && edgeOf(procedure, kind, command)?.by) ?? [] };
}

/** How often it tries again when someone else was faster. */
const TRIES = 5;

class Taking {
  added = 0;
  known = 0;
  private done = 0;
  private readonly refused: { readonly line: number; readonly faults: readonly CellFault[] }[] = [];

  constructor(
    private readonly directory: Directory,
    private readonly ledger: Ledger,
    private readonly asked: TakeOverLedger,
  ) {}

  /** In the order of the rows. */
  get faults(): readonly CellFault[] {
    const refused = this.refused
      .toSorted((a, b) => a.line - b.line)
      .flatMap(({ faults }) => faults);
    return [...this.ledger.faults, ...refused];
  }

  async all(): Promise<void> {
    const { matters } = this.ledger;
    const waiting = each(matters);
    const one = async () => {
      for (const matter of waiting) {
        await this.take(matter);
        this.asked.progress({ done: (this.done += 1), total: matters.length });
      }
    };
    // The first that fails ends the generator, and with it the others: nothing goes on behind the answer.
    const ended = await Promise.allSettled(Array.from({ length: IN_FLIGHT }, one));
    const failed = ended.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  /** First all that can be said against it, then the people whom it names, then the matter itself. */
  private async take(matter: LedgerMatter): Promise<void> {
    const { line } = matter;
    const procedure = this.directory.onlyProcedureOf(matter.organ);
    const { request, people } = requestsOf(matter, { by: this.asked.by, procedure });
    const tried = await this.give({ ...request, dryRun: true });
    const faults = faultsOf(tried, matter);
    for (const person of faults.length > 0 ? [] : people)
      faults.push(...named(await this.give({ ...person, dryRun: true }), matter));
    if (faults.length > 0) return void this.refused.push({ line, faults });
    if (isKnown(tried)) return void (this.known += 1);
    if (!this.asked.dryRun) {
      for (const person of people) named(await this.give(person), matter);
      const answer = await this.give(request);
      const late = faultsOf(answer, matter);
      if (late.length > 0) return void this.refused.push({ line, faults: late });
      // Another import was faster with this one.
      if (isKnown(answer)) return void (this.known += 1);
    }
    this.added += 1;
  }

  private async give(request: CommandRequest): Promise<Answer> {
    for (let tries = 1, mayBeOurs = false; ; tries++) {
      const answer = await this.asked.give(request);
      if (answer.outcome === 'unavailable') throw notRecorded(answer);
      if (mayBeOurs && answer.outcome === 'done') return { ...answer, repeated: false };
      mayBeOurs ||= answer.outcome === 'unknown';
      const again = answer.outcome === 'stale' || answer.outcome === 'unknown';
      if (!again) return answer;
      if (tries === TRIES) throw new Problem(504, 'unknown-outcome');
    }
  }
}

function* each<T>(all: readonly T[]): Generator<T> {
  yield* all;
}

/** The command that takes a matter over, and before it those that register whom it names. */
function requestsOf(
  { organ, number, subjects, fields }: LedgerMatter,
  { by, procedure }: { readonly by: string; readonly procedure: string | undefined },
) {
  const giver = { personId: by, key: '' };
  const people: CommandRequest[] = [];
  const registering: string[] = [];
  const named = subjects.map(({ name, ...subject }, index) => {
    if (name === undefined) return subject;
    const origin = ['subject-of', organ, number, index];
    const personId = openedBy('person', 'registerPerson', origin);
    registering.push(personId);
    people.push({ ...REGISTER, by: giver, body: { name }, origin });
    return { personId, ...subject };
  });
  const body = { number, organ, ...fields, subjects: named, ...(procedure && { procedure }) };
  return { request: { ...TAKE_OVER, by: giver, body, registering }, people };
}

const REGISTER = { kind: 'person', command: 'registerPerson' } as const;
const TAKE_OVER = { kind: 'clue', command: 'takeOver' } as const;

/** What moved out of sight since stands all the same. */
function isKnown(answer: Answer): boolean {
  return answer.outcome === 'hidden' || (answer.outcome === 'done' && answer.repeated);
}

function faultsOf(answer: Answer, { faultAt }: LedgerMatter): CellFault[] {
  switch (answer.outcome) {
    case 'done':
    case 'hidden':
      return [];
    case 'invalid':
      return answer.faults.map(({ path, expected, found }) =>
        faultAt(columnOf(path), expected, found),
      );
    case 'refused': {
      const { code, detail } = answer.refusal;
      if (code.startsWith('known-otherwise'))
        return [faultAt('number', 'the row as it was taken over before', 'another content')];
      if (CONCERNS_ALL.includes(code)) throw new Problem(409, code, { details: detail });
      const { en } = problemBody(new Problem(409, code, { details: detail }), '').detail;
      const field = code === 'happened-in-future' ? 'happenedAt' : String(detail?.['field'] ?? '');
      return [faultAt(columnOf(field), en, code)];
    }
    default:
      throw notRecorded({});
  }
}

/** They would be said of every row. */
const CONCERNS_ALL = ['not-in-procedure', 'no-such-procedure', 'wrong-role', 'on-leave'];

/** Of the names in a row: under others they were registered when it was taken over before, where it has changed since. */
function named(answer: Answer, matter: LedgerMatter): CellFault[] {
  return faultsOf(answer, matter).map(({ expected, found }) =>
    matter.faultAt('subjects', expected, found),
  );
}

type LedgerField = Parameters<LedgerMatter['faultAt']>[0];

/** `subjects[0].managingOrganId` → the column that it comes from. */
function columnOf(path: string): LedgerField {
  if (path.endsWith('managingOrganId')) return 'managingOrgans';
  if (path === 'happenedAt') return 'since';
  const [field] = path.split(/[.[]/);
  return FIELDS.find((one) => one === field) ?? 'number';
}

const FIELDS: readonly LedgerField[] = [
  ...(['organ', 'state', 'discoveredOn', 'subjects', 'officers', 'summary', 'source'] as const),
  ...(['level', 'way', 'outcome', 'dueOn', 'extensions', 'note'] as const),
];
