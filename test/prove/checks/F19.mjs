import '../kit/typescript.mjs';
import { randomUUID } from 'node:crypto';
import { setTimeout as rest } from 'node:timers/promises';
import { copiedBuild } from '../kit/build.mjs';
import { randomOf } from '../kit/random.mjs';

const KURRENT_LOG = 'libs/stores/src/kurrent-log';
const WRITERS = 16;
const STREAMS = 12;

/** A cluster of three stub nodes over one log in memory: never the real server. */
export default {
  id: 'F19',
  title:
    'KurrentDB (stub): node restart, change of leader, answers lost after the append, dropped subscriptions',
  ci: true,
  mutants: ['new-id-on-retry', 'subscription-not-resumed', 'leader-not-followed'],
  async run({ quick, mutant, seed, place }) {
    const [least, leastFaults] = quick ? [1000, 100] : [4000, 400];
    const build = copiedBuild(place, MUTANTS[mutant] ?? []);
    const { openKurrentLog } = await build.load('libs/stores');
    const cluster = await startedCluster();
    const hosts = cluster.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',');
    const clock = { nowMicros: () => Date.now() * 1000 };
    const url = `esdb://${hosts}?tls=false&discoveryInterval=20`;
    const open = () => openKurrentLog({ url, clock, create: true, timeoutMs: 600 });
    const [writing, watching] = [await insisted(open), await insisted(open)];
    const seen = watched(watching);
    const state = { acks: new Map(), unknown: 0, unavailable: 0, surprises: [], commands: 0 };
    const random = randomOf(seed);
    const enough = () => state.acks.size >= least && cluster.faults >= leastFaults;
    const given = AbortSignal.timeout(mutant ? 15_000 : 600_000);
    const disturbing = disturbed(cluster, random, () => enough() || given.aborted);
    await Promise.all(
      Array.from({ length: WRITERS }, () =>
        written(writing, state, { mutant, random, done: () => enough() || given.aborted }),
      ),
    );
    await disturbing;
    const figures = { acks: state.acks.size, faults: cluster.faults, ...cluster.kinds };
    const found = compared(state, await writing.readAll());
    const caught = await caughtUp(seen, (await writing.head()).position);
    const gaps = differences(
      seen.positions,
      (await writing.readAll()).map(({ position }) => position),
    );
    const { problems } = await writing.verifyAll();
    await Promise.all([writing.close(), watching.close()]);
    await Promise.all(cluster.nodes.map((node) => node.stop()));
    const surprises = state.surprises.length;
    const wrong = found.lost + found.dup + found.otherReceipts + gaps + surprises + problems.length;
    return {
      holds: wrong === 0 && caught && !given.aborted,
      short: state.acks.size < least || cluster.faults < leastFaults || state.unknown === 0,
      figures: {
        ...figures,
        ...{ unknown: state.unknown, unavailable: state.unavailable, ...found },
        ...{ gapsOrDoublesSeen: gaps, surprises, problems: problems.length },
      },
    };
  },
};

/** On a machine that is busy otherwise, the first answer may take longer than any later one. */
async function insisted(open) {
  for (;;) {
    const opened = await open().catch((error) => error);
    if (opened.code !== 'log-unreadable') return opened;
  }
}

async function startedCluster() {
  const { StubNode } = await import('../../contract/stub-kurrent/stub-node.ts');
  const first = new StubNode();
  const { database, cluster } = first;
  const nodes = [first, new StubNode(database, cluster), new StubNode(database, cluster)];
  for (const node of nodes) await node.start();
  const all = { nodes, faults: 0, kinds: {}, database };
  led(all, first);
  return all;
}

/** Every node but the leader names it. */
function led(cluster, leader) {
  for (const node of cluster.nodes) node.follow(node === leader ? undefined : leader);
}

const LOST = [
  'deadline-after',
  'aborted-after',
  'unavailable-after',
  'silent-after',
  'reset-after',
];

/** One fault after another until it is done, and then a whole cluster again. */
async function disturbed(cluster, random, done) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const acts = {
    leader: () => led(cluster, pick(cluster.nodes.filter(({ alive }) => alive))),
    restart: async () => {
      const node = pick(cluster.nodes);
      await node.stop();
      // Another one is elected while it is away.
      if (node.leads) led(cluster, pick(cluster.nodes.filter((one) => one !== node)));
      await rest(random() * 60);
      await node.start();
    },
    lostAnswer: () => leaderOf(cluster).script('append', pick(LOST)),
    lostRead: () => leaderOf(cluster).script('read', pick(['unavailable', 'no-leader', 'silent'])),
    busy: () => leaderOf(cluster).script('append', pick(['too-busy', 'no-leader'])),
    dropped: () => cluster.nodes.map((node) => node.dropSubscriptions(pick(['error', 'end']))),
    foreign: () => cluster.database.appendForeign(),
  };
  while (!done()) {
    const name = pick(Object.keys(acts));
    await acts[name]();
    cluster.faults += 1;
    cluster.kinds[name] = (cluster.kinds[name] ?? 0) + 1;
    await rest(random() * 120);
  }
  for (const node of cluster.nodes) node.calm();
}

function leaderOf({ nodes }) {
  return nodes.find(({ leads }) => leads);
}

/** Commands one after another, each insisted on until it is told how it ended. */
async function written(log, state, { mutant, random, done }) {
  const versions = new Map();
  while (!done()) {
    const stream = `clue-${Math.floor(random() * STREAMS)}`;
    const command = (state.commands += 1);
    let batch = draftsOf(stream, command, 1 + Math.floor(random() * 3));
    for (let over = false; !over;) {
      const answer = await log
        .append(stream, versions.get(stream) ?? 0, batch)
        .catch((error) => ({ outcome: 'threw', error }));
      if (answer.outcome === 'appended') {
        state.acks.set(command, answer.receipts);
        versions.set(stream, answer.receipts.at(-1).version);
        over = true;
      } else if (answer.outcome === 'conflict') versions.set(stream, answer.actual);
      else if (answer.outcome === 'threw') {
        state.surprises.push(answer.error);
        over = true;
      } else {
        state[answer.outcome] += 1;
        if (mutant === 'new-id-on-retry') batch = draftsOf(stream, command, batch.length);
        if (done()) return;
        await rest(5);
      }
    }
  }
}

function draftsOf(stream, command, length) {
  const commandId = randomUUID();
  return Array.from({ length }, (_, index) => ({
    eventId: randomUUID(),
    ...{ stream, type: 'OfficersAssigned', schemaVersion: 1, commandId },
    ...{ correlationId: commandId, causationId: commandId, data: { command, index } },
    happenedAt: { at: '2021-10-31T01:30:00.000Z', zone: 'Asia/Shanghai', precision: 'ms' },
    actor: { personId: 'person-li', role: 'unit-head', organId: 'organ-3301' },
  }));
}

/** What another process sees of it, through one subscription that nobody begins anew. */
function watched(log) {
  const seen = { positions: [], error: undefined };
  void (async () => {
    for await (const { position } of log.subscribe(0n)) seen.positions.push(position);
  })().catch((error) => (seen.error = error));
  return seen;
}

async function caughtUp(seen, head) {
  const until = performance.now() + 10_000;
  while ((seen.positions.at(-1) ?? 0n) < head && !seen.error && performance.now() < until)
    await rest(50);
  return (seen.positions.at(-1) ?? 0n) >= head;
}

function differences(found, expected) {
  let differ = Math.abs(found.length - expected.length);
  for (const [index, position] of expected.entries()) if (found[index] !== position) differ += 1;
  return differ;
}

/** Acknowledged commands that do not stand, commands that stand twice, receipts that name another place or time. */
function compared({ acks }, events) {
  const standing = new Map();
  let dup = 0;
  for (const recorded of events) {
    const { command, index } = recorded.event.data;
    const key = `${command}/${index}`;
    if (standing.has(key)) dup += 1;
    else standing.set(key, recorded);
  }
  let [lost, otherReceipts] = [0, 0];
  for (const [command, receipts] of acks)
    for (const [index, receipt] of receipts.entries()) {
      const found = standing.get(`${command}/${index}`);
      if (!found) lost += 1;
      else if (
        found.position !== receipt.position ||
        found.event.version !== receipt.version ||
        found.event.recordedAt !== receipt.recordedAt
      )
        otherReceipts += 1;
    }
  return { lost, dup, otherReceipts };
}

const MUTANTS = {
  'subscription-not-resumed': [
    { file: `${KURRENT_LOG}/watch.js`, from: '!signal.aborted;){', to: "this.from === 'start';){" },
  ],
  'leader-not-followed': [
    {
      file: `${KURRENT_LOG}/failure.js`,
      ...{ from: "case 'not-leader':\n            return failure('not-leader')" },
      to: "case 'not-leader':\n            return failure('refused')",
    },
  ],
};
