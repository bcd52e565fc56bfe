import { join } from 'node:path';
import { copiedBuild, SQLITE_LOG } from '../kit/build.mjs';
import { eventsIn, installed } from '../kit/installation.mjs';
import { caller, startServer } from '../kit/server.mjs';

const CLIENTS = 64;

/** 64 clients give a command each on one clue, all from the same version. */
export default {
  id: 'F21',
  title: 'concurrent commands on one clue',
  ci: true,
  mutants: ['versions-unchecked'],
  async run({ quick, mutant, place }) {
    const rounds = quick ? 10 : 200;
    const directory = join(place, 'data');
    const build = copiedBuild(place, mutant ? VERSIONS_UNCHECKED : []);
    const tokens = await installed(build, directory, ['an', 'gao']);
    const server = await startServer({ build, directory });
    const { call, close } = caller({ url: server.url, width: CLIENTS });
    const subjects = [{ personId: 'li', managingOrganId: 'nayong' }];
    const body = { source: 'audit', subjects, summary: 'contended' };
    const { id } = (await call('POST', '/api/clues', { token: tokens.an, body })).body;
    const sum = { won: 0, lost: 0, astray: 0, otherAnswers: 0, retried: 0 };
    let version = 1;
    for (let round = 0; round < rounds; round++)
      version = await contended({ call, id, token: tokens.gao, version, round }, sum);
    close();
    await server.stop();
    const all = mutant ? [] : await eventsIn(build, directory);
    const events = all.filter(({ stream }) => stream === `clue-${id}`);
    const inOrder = events.every((event, index) => event.version === index + 1);
    return {
      holds:
        sum.won === rounds &&
        sum.lost === rounds * (CLIENTS - 1) &&
        sum.retried === rounds &&
        sum.astray + sum.otherAnswers === 0 &&
        inOrder &&
        events.length === 1 + 2 * rounds,
      figures: { clients: CLIENTS, rounds, ...sum, events: events.length },
    };
  },
};

/** One round; one of those who lost tries again from the version that he was told. Answers the version it then has. */
async function contended({ call, id, token, version, round }, sum) {
  const give = (client, from) =>
    call('POST', `/api/clues/${id}/prioritise`, {
      ...{ token, version: from, key: `${round}-${client}` },
      body: { priority: client % 2 ? 'high' : 'urgent', reason: `client ${client}` },
    });
  const answers = await Promise.all(
    Array.from({ length: CLIENTS }, (_, client) => give(client, version)),
  );
  for (const { status, body } of answers) {
    if (status === 200) sum.won += 1;
    else if (status !== 412) sum.otherAnswers += 1;
    else if (body.details.actual === version + 1) sum.lost += 1;
    else sum.astray += 1;
  }
  const loser = answers.findIndex(({ status }) => status === 412);
  if (loser < 0) return version + answers.length;
  const again = await give(loser, answers[loser].body.details.actual);
  if (again.status === 200) sum.retried += 1;
  return again.body.version ?? version + 1;
}

const VERSIONS_UNCHECKED = [
  {
    ...{ file: `${SQLITE_LOG}/decide-append.js`, from: 'if (actual !== expected)' },
    to: 'if (actual < expected)',
  },
  {
    file: `${SQLITE_LOG}/schema.js`,
    from: `bytes BLOB NOT NULL,
  UNIQUE (stream, version)`,
    to: 'bytes BLOB NOT NULL',
  },
];
