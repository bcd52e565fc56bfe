import { type RawBuilder, sql } from 'kysely';
import { OPEN } from '@cluetrail/event-sourcing';
import { NONE, type Edge } from '@cluetrail/workflow';
import { and, assignedTo, peopleIn, visible } from './conditions.js';
import { type After, paged } from './paged.js';
import { Page } from './parameters.js';
import { type Reading, readModel } from './read-model.js';

/** What waits for me: by next due, each with the commands that I may give now. */
export const desk = readModel({
  name: 'desk',
  title: { en: 'My desk', zh: '我的待办' },
  parameters: Page,
  async answer(reading, parameters) {
    const { installation, subject } = reading;
    const rows = ({ after, limit }: { after: After; limit: number }) =>
      installation.database.query
        .selectFrom('clues as c')
        .select([
          'c.clue',
          'c.state',
          'c.phase',
          'c.organ',
          'c.receiver',
          'c.discoveredAt',
          'c.assigned',
        ])
        .select(['c.nextDue as due'])
        .where('c.open', '=', 1)
        .where(and([visible(reading, 'list'), mine(reading)]))
        .where(after ? sql<boolean>`(c.next_due, c.clue) > (${after[0]}, ${after[1]})` : and([]))
        .orderBy('c.nextDue')
        .orderBy('c.clue')
        .limit(limit)
        .execute();
    const { page, next: following } = await paged(
      reading,
      { name: 'desk', parameters },
      { rows, place: ({ due, clue }) => [due, clue] },
    );
    const items = [];
    for (const { assigned, due: next, ...row } of page) {
      const commands = await installation.engine.openCommands(
        'clue',
        `clue-${row.clue}`,
        subject.personId,
      );
      const open = (commands ?? []).filter(({ refused }) => !refused).map(({ command }) => command);
      if (open.length > 0)
        items.push({
          ...row,
          due: next === OPEN ? null : next,
          officers: peopleIn(assigned),
          commands: open,
        });
    }
    return { items, ...following };
  },
});

/** Clues in a state in which one of my offices has a command, where that office stands, or to which I am assigned. */
function mine({ installation, subject }: Reading): RawBuilder<boolean> {
  const offices = subject.appointments.map(({ role, organId }) => {
    const states = statesFor(
      installation.references
        .all()
        .flatMap(({ workflows }) => Object.values(workflows['clue'] ?? {})),
      role,
    );
    const own = oneOf(states.responsible, sql<boolean>`c.organ = ${organId}`);
    return sql<boolean>`(${own} or ${oneOf(states.receiver, sql<boolean>`c.receiver = ${organId}`)})`;
  });
  return sql<boolean>`(${sql.join([assignedTo(subject.personId), ...offices], sql` or `)})`;
}

function statesFor(edges: readonly Edge[], role: string) {
  const at = (place: Edge['at']) => {
    const states = edges
      .filter((edge) => edge.at === place && edge.by.includes(role))
      .flatMap(({ from }) => from);
    return [...new Set(states)].filter((state) => state !== NONE);
  };
  return { responsible: at('responsible'), receiver: at('receiver') };
}

function oneOf(states: readonly string[], where: RawBuilder<boolean>): RawBuilder<boolean> {
  return states.length === 0
    ? sql<boolean>`1 = 0`
    : sql<boolean>`(c.state in (${sql.join([...states])}) and ${where})`;
}
