import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { compare } from './rounds.mjs';
import { caller, served } from './served.mjs';

const LIMIT = 50;
const AS_OF = '2024-06-30T15:59:59.999Z';

/** What the supervisor of the province asks all day: which limits have passed, the first 50. */
export async function overdue(bench) {
  const { size } = bench;
  const server = await served(bench);
  const client = caller({ url: server.url, token: server.tokens.get('lu'), width: 1 });
  const db = new DatabaseSync(join(server.directory, 'read.db'), { readOnly: true });
  const statement = db.prepare(SQL);
  const asked = () => client.call('GET', `/api/overdue?asOf=${AS_OF}&limit=${LIMIT}`);
  const found = () => statement.all({ asOf: AS_OF, limit: LIMIT + 1 });
  expectSame((await asked()).items, found().slice(0, LIMIT));
  const measure = `overdue over HTTP, first ${LIMIT}`;
  const { questions: operations, rounds } = size;
  const each = (ask) => async () => {
    for (let question = 0; question < operations; question++) await ask();
  };
  const contenders = [
    { name: 'product', run: each(asked) },
    { name: 'HTTP alone (/health/live)', run: each(() => client.call('GET', '/health/live')) },
    { name: 'raw', run: each(found) },
  ];
  const result = await compare({ measure, operations, contenders, rounds });
  db.close();
  client.close();
  await server.close();
  return result;
}

/** The product's question by hand, with the rights of a supervisor over /gx/ who is cleared up to L3. */
const SQL = `
  select o.clue, o.obligation, o.code, o.due, o.due_on, o.provisional, o.blue_at, o.yellow_at, o.red_at,
    c.organ, c.state, c.assigned, c.procedure, c.procedure_version
  from obligation_spells as o join clues as c on c.clue = o.clue
  where o.happened_from <= :asOf and :asOf < o.happened_to and o.known_to = '~'
    and o.state = 'open' and o.due < :asOf
    and replace(c.excluded, '|lu|', '') = c.excluded
    and (c.organ_path >= '/gx/' and c.organ_path < '/gx0'
      or c.receiver_path is not null and c.receiver_path >= '/gx/' and c.receiver_path < '/gx0')
    and c.level in ('L1', 'L2', 'L3')
  order by o.due, o.clue, o.obligation limit :limit`;

/** Two answers that differ would make the comparison worthless. */
function expectSame(items, rows) {
  const names = (list) => list.map(({ clue, obligation }) => `${clue} ${obligation}`).join('\n');
  if (items.length === 0) throw new Error('bench: expected overdue limits, found none');
  if (names(items) !== names(rows)) throw new Error('bench: the two sides answer differently');
}
