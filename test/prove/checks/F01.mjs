import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { copiedBuild, SQLITE_LOG, WITHOUT_PIN } from '../kit/build.mjs';
import { eventsIn, installed, readModelsOf } from '../kit/installation.mjs';
import { randomOf } from '../kit/random.mjs';
import { caller, NotServed, startServer } from '../kit/server.mjs';
import { compared, Writers } from '../kit/writers.mjs';

const READY_MS = 5000;

/** Kill -9 of the server under 16 connections. */
export default {
  id: 'F01',
  title: 'kill -9 of the server at random moments',
  ci: true,
  mutants: ['ack-before-commit', 'ack-before-commit-pinned'],
  async run({ quick, mutant, seed, place }) {
    const [rounds, least] = quick ? [3, 300] : [50, 10_000];
    const directory = join(place, 'data');
    const build = copiedBuild(place, MUTANTS[mutant]);
    const sound = mutant ? copiedBuild(place) : build;
    // Made by a sound build: a mutant would lose it too. Read by the one that runs: it is the one that opens its log.
    const writers = new Writers({ tokens: await installed(sound, directory), seed });
    const plan = { build, directory, writers, seed, rounds, least, quick };
    const killed = await rounded(plan).catch(refusal);
    if (killed instanceof NotServed)
      return { holds: false, figures: { acks: writers.acks.size, refused: killed.told.trim() } };
    const { call, close } = caller({ url: killed.last.url });
    await writers.settle(call);
    close();
    await killed.last.stop();
    const found = compared(writers, await eventsIn(build, directory));
    const models = await otherAfterRebuild(build, directory);
    const worstReadyMs = killed.worstReadyMs;
    return {
      holds:
        found.lost + found.dup + found.gaps + models.differ + writers.surprises.length === 0 &&
        worstReadyMs <= READY_MS,
      short: killed.rounds < rounds || writers.acks.size < least || writers.unknown.size === 0,
      figures: {
        ...{ rounds: killed.rounds, acks: writers.acks.size, ...found },
        ...{ unanswered: writers.unknown.size, surprises: writers.surprises.length },
        ...{ readModels: models.all, modelsDiffer: models.differ },
        ...{ worstReadyMs, readyWithinMs: READY_MS },
      },
    };
  },
};

/** Kills until enough was acknowledged over enough rounds; the last server lives. */
async function rounded({ build, directory, writers, seed, least, quick, ...plan }) {
  const random = randomOf(seed);
  let worstReadyMs = 0;
  for (let rounds = 0; ; rounds++) {
    const server = await startServer({ build, directory });
    worstReadyMs = Math.max(worstReadyMs, server.readyMs);
    if (rounds >= plan.rounds && writers.acks.size >= least)
      return { rounds, worstReadyMs, last: server };
    const { call, close } = caller({ url: server.url });
    const written = writers.write(call);
    // 0.1 to 3 s as the catalogue says, to 1 s where there is a minute.
    await new Promise((wake) => setTimeout(wake, 100 + random() * (quick ? 900 : 2900)));
    await server.kill();
    await written;
    close();
  }
}

function refusal(error) {
  if (error instanceof NotServed) return error;
  throw error;
}

/** How many read models hash otherwise once they are built anew from the log. */
async function otherAfterRebuild(build, directory) {
  const before = await readModelsOf(build, directory);
  for (const suffix of ['', '-wal', '-shm'])
    rmSync(join(directory, `read.db${suffix}`), { force: true });
  const after = await readModelsOf(build, directory);
  const names = Object.keys({ ...before, ...after });
  return { all: names.length, differ: names.filter((name) => before[name] !== after[name]).length };
}

// COMMIT only now and then: what is answered meanwhile lives in a transaction that a kill takes away.
const ACK_BEFORE_COMMIT = [
  {
    ...{ file: `${SQLITE_LOG}/transaction.js`, from: "db.exec('BEGIN IMMEDIATE')" },
    to: "db.isTransaction || db.exec('BEGIN IMMEDIATE')",
  },
  {
    ...{ file: `${SQLITE_LOG}/transaction.js`, from: "db.exec('COMMIT')" },
    to: "(db.turn = ((db.turn ?? 0) + 1) % 50) || db.exec('COMMIT')",
  },
  {
    ...{ file: `${SQLITE_LOG}/log-file.js`, from: 'checkpoint(mode) {' },
    to: 'checkpoint(mode) { if (this.db.isTransaction) return;',
  },
  {
    ...{ file: `${SQLITE_LOG}/log-file.js`, from: 'get pagesInWal() {' },
    to: 'get pagesInWal() { if (this.db.isTransaction) return 0;',
  },
];

const MUTANTS = {
  'ack-before-commit': [...ACK_BEFORE_COMMIT, ...WITHOUT_PIN],
  // The pin refuses the next start.
  'ack-before-commit-pinned': ACK_BEFORE_COMMIT,
};
