import '../kit/typescript.mjs';
import { setTimeout as rest } from 'node:timers/promises';
import { copiedBuild } from '../kit/build.mjs';
import { caughtUp, compared, differences, LogWriters, watched } from '../kit/log-writers.mjs';
import { randomOf } from '../kit/random.mjs';

const KURRENT_LOG = 'libs/stores/src/kurrent-log';

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
    const random = randomOf(seed);
    const given = AbortSignal.timeout(mutant ? 15_000 : 600_000);
    const freshIds = mutant === 'new-id-on-retry';
    const writers = new LogWriters({ random, given, freshIds });
    const enough = () => writers.acks.size >= least && cluster.faults >= leastFaults;
    const disturbing = disturbed(cluster, random, () => enough() || given.aborted);
    await writers.write([writing], enough);
    await disturbing;
    const figures = { acks: writers.acks.size, faults: cluster.faults, ...cluster.kinds };
    const found = compared(writers, await writing.readAll());
    const caught = await caughtUp(seen, (await writing.head()).position);
    const gaps = differences(
      seen.positions,
      (await writing.readAll()).map(({ position }) => position),
    );
    const { problems } = await writing.verifyAll();
    await Promise.all([writing.close(), watching.close()]);
    await Promise.all(cluster.nodes.map((node) => node.stop()));
    const surprises = writers.surprises.length;
    const wrong = found.lost + found.dup + found.otherReceipts + gaps + surprises + problems.length;
    return {
      holds: wrong === 0 && caught && !given.aborted,
      short: writers.acks.size < least || cluster.faults < leastFaults || writers.unknown === 0,
      figures: {
        ...figures,
        ...{ unknown: writers.unknown, unavailable: writers.unavailable, ...found },
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
