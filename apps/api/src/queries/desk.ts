import { type RawBuilder, sql } from 'kysely';
import { OPEN } from '@cluetrail/event-sourcing';
import { NONE, type Edge, type OpenCommand } from '@cluetrail/workflow';
import { assignedTo, type Candidates, inState, together } from './candidates.js';
import { and, filtering, peopleIn, visible } from './conditions.js';
import { type AskedPage, inOrder, paged } from './paged.js';
import { Page } from './parameters.js';
import { pathOf, type Reading, readModel } from './read-model.js';
import { reportDeskRows } from './report-rows.js';

/**
 * What waits for me: clues that I am assigned to, those that one of my offices is to move on, requests for more time
 * that it is to answer, and reports on which something is owed. By next due, each with all commands that I may give now.
 */
export const desk = readModel({
  name: 'desk',
  title: { en: 'My desk', zh: '我的待办' },
  about: 'what waits for me, by next due, with the commands that I may give',
  parameters: Page,
  async answer(reading, parameters) {
    const { page, next: following } = await paged(
      reading,
      { name: 'desk', parameters },
      {
        rows: async (asked) => {
          const clues: readonly Waiting[] = await deskRows(reading, asked).execute();
          const reports: readonly Waiting[] = await reportDeskRows(reading, asked).execute();
          return inOrder([...clues, ...reports], placeOf).slice(0, asked.limit);
        },
        place: placeOf,
      },
    );
    const items = [];
    for (const row of page) {
      if ('report' in row) {
        const open = await openTo(reading, 'report', row.report);
        if (open.length === 0) continue;
        const due = row.due === OPEN ? null : row.due;
        items.push({ ...row, due, officers: [], commands: open.map(({ command }) => command) });
        continue;
      }
      const open = await openTo(reading, 'clue', row.clue);
      if (!open.some(({ command }) => waits(reading, row, command))) continue;
      const { assigned, due, procedure: _, procedureVersion: __, ...shown } = row;
      items.push({
        ...shown,
        due: due === OPEN ? null : due,
        officers: peopleIn(assigned),
        commands: open.map(({ command }) => command),
      });
    }
    return { items, ...following };
  },
});

type Waiting =
  | Awaited<ReturnType<ReturnType<typeof deskRows>['execute']>>[number]
  | Awaited<ReturnType<ReturnType<typeof reportDeskRows>['execute']>>[number];

function placeOf(row: Waiting): readonly string[] {
  return [row.due, 'report' in row ? row.report : row.clue];
}

export function deskRows(reading: Reading, { after, limit }: AskedPage) {
  return reading.installation.database.query
    .selectFrom('clues as c')
    .select(['c.clue', 'c.number', 'c.state', 'c.phase', 'c.organ', 'c.receiver', 'c.discoveredAt'])
    .select(['c.assigned', 'c.extensionAsked', 'c.procedure', 'c.procedureVersion'])
    .select(['c.nextDue as due'])
    .where(sql<boolean>`c.clue in (${mine(reading)})`)
    .where(and([filtering(sql`c.open = 1`), visible(reading, 'list')]))
    .where(after ? sql<boolean>`(c.next_due, c.clue) > (${after[0]}, ${after[1]})` : and([]))
    .orderBy('c.nextDue')
    .orderBy('c.clue')
    .limit(limit);
}

async function openTo(
  { installation, subject }: Reading,
  kind: string,
  id: string,
): Promise<OpenCommand[]> {
  const all = await installation.engine.openCommands(kind, `${kind}-${id}`, subject.personId);
  return (all ?? []).filter(({ refused }) => !refused);
}

interface DeskRow {
  readonly assigned: string;
  readonly extensionAsked: number;
  readonly procedure: string;
  readonly procedureVersion: number;
}

/** A correction is open to a leader everywhere and always: it does not wait for him. */
function waits({ installation, subject }: Reading, row: DeskRow, command: string): boolean {
  if (peopleIn(row.assigned).includes(subject.personId)) return true;
  if (ANSWERS.includes(command)) return row.extensionAsked === 1;
  const procedure = installation.references.procedure(row.procedure, row.procedureVersion);
  const edge = procedure?.workflows['clue']?.[command];
  return edge !== undefined && isWaitedFor(edge);
}

/** It moves the clue, or is decided by those whom the ranks ask for. */
function isWaitedFor({ to, at }: Edge): boolean {
  return to !== undefined || at === 'by-rank';
}

/** The commands that answer a request for more time; they move no clue. */
const ANSWERS: readonly string[] = ['grantExtension', 'refuseExtension'];

/** Where one of my offices has something to do, and where I am assigned: by index, with the states of all procedures. */
function mine(reading: Reading): Candidates {
  const { installation, subject } = reading;
  const commands = installation.references
    .all()
    .flatMap(({ workflows }) => Object.entries(workflows['clue'] ?? {}));
  const offices = subject.appointments.flatMap(({ role, organId }) => {
    const edges = commands.filter(([, edge]) => edge.by.includes(role));
    const path = pathOf(reading, organId);
    const moving = edges.map(([, edge]) => edge).filter(isWaitedFor);
    const answering = edges
      .filter(([command]) => ANSWERS.includes(command))
      .map(([, edge]) => edge);
    return [
      ...inStates(moving, 'responsible', path),
      ...inStates(moving, 'receiver', path),
      ...inStates(moving, 'by-rank', path),
      ...inStates(answering, 'responsible', path).map(
        (some): Candidates => sql`${some} and extension_asked = 1`,
      ),
    ];
  });
  return together([assignedTo(subject.personId), ...offices]);
}

function inStates(edges: readonly Edge[], at: Edge['at'], path: string): Candidates[] {
  const states = edges.filter((edge) => edge.at === at).flatMap(({ from }) => from);
  const some = [...new Set(states)].filter((state) => state !== NONE);
  if (some.length === 0) return [];
  // Few clues wait for a receiver, or for another organ that decides: by place alone.
  const few = (column: RawBuilder<unknown>): Candidates =>
    sql`select clue from clues where ${column} = ${path} and ${filtering(inState(some))}`;
  const here: Candidates = sql`select clue from clues where organ_path = ${path} and ${inState(some)}`;
  switch (at) {
    case 'receiver':
      return [few(sql`receiver_path`)];
    case 'by-rank':
      return [few(sql`decider_path`), sql`${here} and decider_path is null`];
    default:
      return [here];
  }
}
