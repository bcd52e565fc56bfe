import { sql } from 'kysely';
import { OPEN } from '@cluetrail/event-sourcing';
import { LEVELS, type Level } from '@cluetrail/access';
import { WORKFLOWS } from '@cluetrail/clues';
import { isEnded } from '@cluetrail/workflow';
import {
  ACCEPTS,
  APART,
  type Asked,
  askedSteps,
  LAST_RESORTS,
  NAMING,
  OFFICER,
  REPLACES,
  stepsOn,
} from './asked-steps.js';
import { below, type Candidates } from './candidates.js';
import { filtering } from './conditions.js';
import { atPlaces, decidedBy, literals } from './places.js';
import type { Reading } from './read-model.js';
import { RECUSALS, REQUESTS } from './requests.js';
import { actingAt, organsUnder, pathsTo, staffedAs } from './staffing.js';
import { lackingOfficers, leavingNobodyToJoin, leftToNobodyElse, officersAt } from './too-few.js';

interface Office {
  readonly role: string;
  readonly path: string;
}

/**
 * Clues that nobody may go on with, for whoever sees to it that somebody does: those from which anybody was recused, or is
 * to be, those about somebody who takes their steps, and those that wait for an office in which nobody acts, or nobody who
 * may read what is of their level. Few are, wherever, and each tells by itself.
 */
export function cluesLeftBehind(reading: Reading, office: Office): Candidates[] {
  const organs = organsTold(reading, office);
  if (organs.length === 0) return [];
  return [
    RECUSALS,
    REQUESTS,
    ...ofPeople(reading, { ...office, organs }),
    ...leavingNobodyToJoin(reading, organs),
    ...leftToNobodyElse(reading, organs),
    ...unattended(reading, { kind: 'clue', organs }).flatMap((one) => waitingFor(reading, one)),
    ...undecidedAbove(reading, 'clue', office.path),
  ];
}

/** What an organ above decides on by rank, or in a dispute, where nobody acts who might. */
function undecidedAbove(reading: Reading, kind: Kind, path: string): Candidates[] {
  const organs = pathsTo(path).slice(0, -1);
  return unattended(reading, { kind, organs }).flatMap(({ steps, paths, level }) =>
    decidedBy(kind, steps, paths).map(ofLevel(kind, level)),
  );
}

type Kind = 'clue' | 'case';

function ofLevel(kind: Kind, level: Level | undefined): (some: Candidates) => Candidates {
  if (level === undefined) return (some) => some;
  const isOf =
    kind === 'clue'
      ? filtering(sql`level = ${level}`)
      : sql`exists (select 1 from clues l where l.clue = cases.clue and l.level = ${level})`;
  return (some) => sql`${some} and ${isOf}`;
}

function waitingFor(reading: Reading, { steps, paths, level }: Unattended): Candidates[] {
  const of = (isOne: (command: string) => boolean) =>
    atPlaces(
      'clue',
      steps.filter(({ command }) => isOne(command)),
      paths,
    );
  const asked = steps.filter(({ command }) => NAMING.includes(command));
  const others = [
    ...of((command) => !APART.includes(command)),
    ...of((command) => command === 'assignOfficers').map(
      (some): Candidates => sql`${some} and ${filtering(sql`officers not like '|%|%|'`)}`,
    ),
    ...(steps.some(({ from }) => from.some((state) => isEnded(WORKFLOWS.clue, state)))
      ? [owedAfterwards(paths)]
      : []),
  ];
  return [
    ...others.map(ofLevel('clue', level)),
    ...lackingOfficers(reading, { asked, paths, level }),
  ];
}

/** Settled, and not everybody was told. */
export function owedAfterwards(paths: readonly string[]): Candidates {
  const there = sql`organ_path in (${literals(paths)})`;
  return sql`select clue from clues where open = 0 and ${there} and next_due < ${OPEN}`;
}

/** The same of cases. Who adjudicates a case may have investigated it: of one's own organ all that wait to be taken up. */
export function casesLeftBehind(reading: Reading, office: Office): Candidates[] {
  const organs = organsTold(reading, office);
  if (organs.length === 0) return [];
  const accepting = stepsOn(reading, 'case').filter(({ command }) => command === ACCEPTS);
  return [
    ...atPlaces('case', accepting, [office.path]),
    ...[...ofPeople(reading, { ...office, organs }), ...leftToNobodyElse(reading, organs)].map(
      (some): Candidates => sql`select case_id from cases where clue in (${some})`,
    ),
    ...unattended(reading, { kind: 'case', organs }).flatMap(({ steps, paths, level }) =>
      atPlaces('case', steps, paths).map(ofLevel('case', level)),
    ),
    ...undecidedAbove(reading, 'case', office.path),
  ];
}

/**
 * Whether as many act in the office for a step as it asks for: a panel are two, and who replaces an officer needs another
 * one. Nobody counts who might have given there what four eyes part from it, nor, where others may, officers: those alone
 * may who handle the clue.
 */
export function isAttended(
  reading: Reading,
  step: Asked,
  { path, level = LEVELS[0] }: { path: string; level?: Level },
): boolean {
  const { command, apartFrom } = step;
  const others = step.by.filter((role) => role !== OFFICER);
  const by = others.length > 0 ? others : step.by;
  const all = actingAt(reading, path);
  const acting = all.filter(
    ({ role, clearance, commands = [command] }) =>
      by.includes(role) && commands.includes(command) && clearance >= level,
  );
  const people = new Set(acting.map(({ personId }) => personId));
  const both = all.filter(({ role }) => apartFrom.includes(role) && !by.includes(role));
  for (const { personId } of both) people.delete(personId);
  if (command === REPLACES && officersAt(reading, { path }).length === 0) return false;
  return people.size >= (command === ACCEPTS ? 2 : 1);
}

/**
 * How far it is told: leaders, and whoever has a last resort, of what is left at their organ and below it; those who
 * appoint there, of their own organ. No other office shows a matter to who could do something about it.
 */
export function isToldOf(reading: Reading, { role, path }: Office, where: string): boolean {
  if (role === 'clue-admin') return where === path;
  const ways = () =>
    [...askedSteps(reading, 'clue'), ...askedSteps(reading, 'case')].filter(({ command }) =>
      LAST_RESORTS.includes(command),
    );
  const isOver = role === 'leader' || ways().some(({ by }) => by.includes(role));
  return isOver && where.startsWith(path);
}

function organsTold(reading: Reading, office: Office): readonly string[] {
  if (!isToldOf(reading, office, office.path)) return [];
  const { role, path } = office;
  return role === 'clue-admin' ? [path] : organsUnder(reading, path);
}

/** Those from which somebody was recused, or that are about somebody of these organs who takes steps himself. */
function ofPeople(
  reading: Reading,
  { role, path, organs }: Office & { readonly organs: readonly string[] },
): Candidates[] {
  const roles = new Set(stepsOn(reading, 'clue').flatMap(({ by }) => by));
  const people = organs
    .flatMap((one) => actingAt(reading, one))
    .filter((office) => office.role !== OFFICER && roles.has(office.role))
    .flatMap(({ personId, onBehalfOf = personId }) => [personId, onBehalfOf]);
  const at = (column: string) =>
    role === 'clue-admin' ? sql<boolean>`${sql.ref(column)} = ${path}` : below(column, path);
  const recused: Candidates = sql`select r.clue from recusals r join clues c on c.clue = r.clue
    where r.outcome = 'granted' and r.open = 1
    and ${filtering(sql`(${at('c.organ_path')} or ${at('c.receiver_path')})`)}`;
  if (people.length === 0) return [recused];
  const about: Candidates = sql`select clue from involved
    where person in (${literals([...new Set(people)])}) and part = 'subject'`;
  return [recused, about];
}

interface Unattended {
  readonly steps: readonly Asked[];
  readonly paths: readonly string[];
  /** Somebody acts there, and may not read what is of this one; absent = nobody acts there. */
  readonly level?: Level;
}

/** Where nobody acts in the office for a step, or nobody who is cleared: organs with the same steps together. */
function unattended(
  reading: Reading,
  { kind, organs }: { kind: Kind; organs: readonly string[] },
): readonly Unattended[] {
  const all = stepsOn(reading, kind);
  const [lowest, ...higher] = LEVELS;
  const alike = [...Map.groupBy(organs, (path) => staffedAs(reading, path)).values()].flatMap(
    (paths) => {
      const missed = (steps: readonly Asked[], level: Level) =>
        steps.filter((step) => !isAttended(reading, step, { path: paths[0], level }));
      const steps = missed(all, lowest);
      const attended = all.filter((step) => !steps.includes(step));
      const unread = higher.map((level) => ({ paths, steps: missed(attended, level), level }));
      return [{ paths, steps }, ...unread].filter((one) => one.steps.length > 0);
    },
  );
  const named = ({ procedure, version, command }: Asked) => `${procedure} ${version} ${command}`;
  const together = Map.groupBy(alike, ({ steps, level }: Unattended) =>
    [level ?? 'any', ...steps.map(named)].join(),
  );
  return [...together.values()].map((those) => ({
    ...those[0],
    paths: those.flatMap(({ paths }) => paths),
  }));
}
