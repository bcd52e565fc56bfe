import { join } from 'node:path';
import { copiedBuild } from '../kit/build.mjs';
import { eventsIn, installed } from '../kit/installation.mjs';
import { caller, startServer } from '../kit/server.mjs';

/** The same command comes more than once: in parallel, in turn, after a restart, changed, from somebody else. */
export default {
  id: 'F20',
  title: 'duplicate command delivery',
  ci: true,
  mutants: ['key-not-by-person'],
  async run({ quick, mutant, place }) {
    const commands = quick ? 12 : 200;
    const directory = join(place, 'data');
    const build = copiedBuild(place, mutant ? KEY_NOT_BY_PERSON : []);
    const tokens = await installed(build, directory, ['an', 'gao', 'bai', 'chief']);
    const wrong = Object.assign([], { deliveries: 0 });
    const given = [];
    const first = await startServer({ build, directory });
    const before = caller({ url: first.url });
    for (let number = 0; number < commands; number++)
      given.push(await delivered({ call: before.call, tokens, number, wrong }));
    before.close();
    await (quick ? first.stop() : first.kill());
    const second = await startServer({ build, directory });
    const after = caller({ url: second.url });
    for (const one of given) await again({ call: after.call, tokens, ...one, wrong });
    after.close();
    await second.stop();
    const events = await eventsIn(build, directory);
    const streams = Map.groupBy(events, ({ stream }) => stream);
    // Discovered, given priority by the one and by the other, checked, classified after the refusal.
    const otherCount = given.filter(({ id }) => streams.get(`clue-${id}`)?.length !== EVENTS_EACH);
    for (const line of wrong.slice(0, 5)) console.log(line);
    return {
      holds: wrong.length + otherCount.length === 0,
      short: given.length < commands,
      figures: {
        ...{ commands, deliveries: wrong.deliveries, wrongAnswers: wrong.length },
        cluesWithOtherEvents: otherCount.length,
      },
    };
  },
};

const EVENTS_EACH = 6;

/** Opens a clue by eight deliveries at once, then moves it; tells of each answer that is not as it should be. */
async function delivered({ call, tokens, number, wrong }) {
  const says = expecting(wrong);
  const subjects = [{ personId: 'li', managingOrganId: 'nayong' }];
  const opening = { source: 'audit', subjects, summary: `matter ${number}` };
  const open = (body = opening) =>
    call('POST', '/api/clues', { token: tokens.an, key: `open-${number}`, body });
  const all = await Promise.all(Array.from({ length: 8 }, () => open()));
  const { id } = all[0].body;
  for (const answer of all) says('in parallel', answer, 201, all[0].body);
  says('in turn', await open(), 201, all[0].body);
  says('another body', await open({ ...opening, summary: 'another' }), 422);
  const move = (person, command, { version, ...rest }) =>
    call('POST', `/api/clues/${id}/${command}`, { token: tokens[person], version, ...rest });
  const urgent = { key: 'the-key', body: { priority: 'urgent', reason: 'funds are moved' } };
  const priority = await move('gao', 'prioritise', { version: 1, ...urgent });
  says('first', priority, 200);
  const repeated = await move('gao', 'prioritise', { version: 1, ...urgent });
  says('at a stale version', repeated, 200, priority.body);
  const other = await move('chief', 'prioritise', { version: 2, ...urgent });
  says('the key of somebody else', other, 200);
  if (other.body.eventId === priority.body.eventId) wrong.push('two persons, one command');
  // Refused until the clue was checked and classified; then the same command is decided anew.
  const proposal = { key: `propose-${number}`, body: { mode: 'self' } };
  const propose = (version) => move('bai', 'proposeAllocation', { version, ...proposal });
  says('too early', await propose(3), 409);
  says('checked', await move('bai', 'checkDuplicates', { version: 3, body: {} }), 200);
  says('classified', await move('bai', 'classify', { version: 4, body: { level: 'L1' } }), 200);
  const proposed = await propose(5);
  says('decided anew', proposed, 200);
  return {
    id,
    opening: all[0].body,
    open: { key: `open-${number}`, body: opening },
    proposed: proposed.body,
  };
}

/** After a restart. */
async function again({ call, tokens, id, opening, open, proposed, wrong }) {
  const says = expecting(wrong);
  says(
    'opened again',
    await call('POST', '/api/clues', { token: tokens.an, ...open }),
    201,
    opening,
  );
  const propose = await call('POST', `/api/clues/${id}/proposeAllocation`, {
    ...{ token: tokens.bai, version: 3, key: open.key.replace('open', 'propose') },
    body: { mode: 'self' },
  });
  says('proposed again', propose, 200, proposed);
}

/** The receipt is sealed anew for each answer: what it names is the same. */
function expecting(wrong) {
  return (what, { status, body }, expected, like) => {
    wrong.deliveries += 1;
    const named = ({ stream, version, eventId, recordedAt } = {}) =>
      [stream, version, eventId, recordedAt].join(' ');
    if (status !== expected)
      wrong.push(`${what}: expected ${expected}, found ${status} ${body?.code}`);
    else if (like && named(body) !== named(like))
      wrong.push(`${what}: expected ${named(like)}, found ${named(body)}`);
  };
}

const KEY_NOT_BY_PERSON = [
  {
    ...{ file: 'libs/event-sourcing/src/ids.js' },
    from: 'commandIdOf({ personId, key, command, target }) {',
    to: 'commandIdOf({ key, command, target }) { const personId = "anybody";',
  },
];
