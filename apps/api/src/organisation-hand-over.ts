import { sql } from 'kysely';
import { COMMAND_NAMESPACE, derivedId } from '@cluetrail/event-sourcing';
import { visibleSql } from '@cluetrail/access';
import type { Answer, CommandRequest } from '@cluetrail/nest';
import type { Installation } from './installation.js';
import type { Progress } from './ndjson.js';
import { notRecorded, Problem, problemBody } from './problem.js';
import { readingFor } from './queries/reading.js';

export interface HandOver {
  /** The caller: who heads the unit, as the procedure of each clue says. */
  readonly by: string;
  readonly leaving: string;
  readonly joining: string;
  readonly reason: string;
  /** Repeated with the same one, no clue is handed over twice, whatever came in between. */
  readonly id: string;
  readonly dryRun: boolean;
}

export interface HandedOver {
  /** Open clues that the caller sees and to which the leaving person was assigned. */
  readonly clues: number;
  readonly handedOver: number;
  /** They stay as they were. */
  readonly refused: readonly RefusedClue[];
  readonly dryRun: boolean;
}

export interface RefusedClue {
  readonly clue: string;
  readonly code: string;
  readonly sentence: { readonly en: string; readonly zh: string };
}

export interface Means {
  give(request: CommandRequest): Promise<Answer>;
  progress(now: Progress): void;
}

/**
 * Replaces an officer on every open clue, one event each, in the office of the caller and under all rules of the clue.
 * What was done stays done if it breaks off: repeating it goes on with the rest.
 */
export async function handOver(
  installation: Installation,
  asked: HandOver,
  { give, progress }: Means,
): Promise<HandedOver> {
  await checkKnown(installation, [asked.leaving, asked.joining]);
  const clues = await cluesOf(installation, asked);
  const refused: RefusedClue[] = [];
  for (const [done, clue] of clues.entries()) {
    progress({ done, total: clues.length });
    const code = refusalOf(await replaced(installation, { clue, asked, give }));
    if (code) refused.push({ clue, code: code.code, sentence: problemBody(code, '').detail });
  }
  progress({ done: clues.length, total: clues.length });
  const handedOver = clues.length - refused.length;
  return { clues: clues.length, handedOver, refused, dryRun: asked.dryRun };
}

/** How often it tries again when someone else was faster, or nobody knows whether it was done. */
const TRIES = 5;

async function replaced(
  { engine }: Installation,
  { clue, asked, give }: { clue: string; asked: HandOver } & Pick<Means, 'give'>,
): Promise<Answer> {
  const { by, leaving, joining, reason, id, dryRun } = asked;
  const stream = `clue-${clue}`;
  for (let tries = 1; ; tries++) {
    const { version } = await engine.streams.load(stream);
    const answer = await give({
      ...{ kind: 'clue', command: 'replaceOfficer', stream, expectedVersion: version },
      by: { personId: by, key: derivedId(COMMAND_NAMESPACE, 'hand-over', id, clue) },
      body: { leaving, joining, reason },
      ...(dryRun && { dryRun }),
    });
    const again = answer.outcome === 'stale' || answer.outcome === 'unknown';
    if (!again || tries === TRIES) return answer;
  }
}

/** Undefined where it was done. Throws where the log takes nothing more: the rest would fare alike. */
function refusalOf(answer: Answer): Problem | undefined {
  switch (answer.outcome) {
    case 'done':
      return undefined;
    case 'refused':
      return new Problem(409, answer.refusal.code, { details: answer.refusal.detail });
    case 'hidden':
      return new Problem(404, 'not-found');
    case 'unknown':
      throw new Problem(504, 'unknown-outcome');
    case 'unavailable':
      throw notRecorded(answer);
    case 'stale':
      return new Problem(412, 'stale', {
        details: { expected: answer.expected, actual: answer.actual },
      });
    default:
      return new Problem(422, answer.outcome === 'invalid' ? 'invalid-input' : answer.outcome);
  }
}

async function checkKnown({ references }: Installation, people: readonly string[]): Promise<void> {
  await references.refresh(people.map((personId) => `person-${personId}`));
  const unknown = people.find((personId) => !references.directory.person(personId));
  if (unknown !== undefined)
    throw new Problem(404, 'no-such-person', { details: { person: unknown } });
}

/** By their ids. */
async function cluesOf(installation: Installation, { by, leaving }: HandOver): Promise<string[]> {
  // What was just assigned belongs to it.
  await installation.runner.catchUp();
  const { subject } = readingFor(installation, by);
  const rows = await installation.database.query
    .selectFrom('involved as i')
    .innerJoin('clues as c', 'c.clue', 'i.clue')
    .select('i.clue')
    .where('i.person', '=', leaving)
    .where('i.part', '=', 'assigned')
    .where('c.open', '=', 1)
    .where(sql<boolean>`${visibleSql(subject, 'list', 'c')}`)
    .orderBy('i.clue')
    .execute();
  return rows.map(({ clue }) => clue);
}
