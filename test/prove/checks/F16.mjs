import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { postgresBinaries, startPostgres } from '../../support/postgres-server.mjs';
import { Wire } from '../../support/wire.mjs';
import { copiedBuild } from '../kit/build.mjs';
import { caughtUp, compared, differences, LogWriters, watched } from '../kit/log-writers.mjs';
import { randomOf } from '../kit/random.mjs';
import { pause, skipped, until } from '../kit/tools.mjs';

const POSTGRES_LOG = 'libs/stores/src/postgres-log';
const RECOVERED_MS = 10_000;
const TIMEOUT_MS = 2000;

/** The mutant's losses show: what is not synced at the commit is synced late. */
const SETTINGS = ['wal_writer_delay=10s', 'wal_writer_flush_after=1GB', 'checkpoint_timeout=1h'];

const SYNCHRONOUS = ['synchronous_standby_names=*'];

/** Connections ended, answers lost, servers stopped at once, and a standby that takes over, under 16 writers in two processes. */
export default {
  id: 'F16',
  title:
    'PostgreSQL: connections terminated, answers lost, immediate restarts, failover to a synchronous standby',
  mutants: [
    'synchronous-commit-off',
    'new-ids-on-retry',
    'retry-without-commit',
    'called-off-wait-taken-for-a-commit',
  ],
  async run({ quick, mutant, seed, place }) {
    if (!postgresBinaries()) return skipped('no PostgreSQL');
    const plan = quick
      ? { terminations: 40, lostAnswers: 20, restarts: 3, failovers: 2, least: 1000 }
      : { terminations: 400, lostAnswers: 200, restarts: 20, failovers: 6, least: 10_000 };
    const { openPostgresLog } = await copiedBuild(place, MUTANTS[mutant]).load('libs/stores');
    const random = randomOf(seed);
    const given = AbortSignal.timeout(mutant ? 60_000 : 900_000);
    const writers = new LogWriters({ random, given, freshIds: mutant === 'new-ids-on-retry' });
    const scene = await Scene.begin(openPostgresLog);
    try {
      const seen = watched(scene.reading);
      let over = false;
      const written = writers.write(scene.writing, () => over || given.aborted);
      const worst = await disturbed(scene, { plan, random, writers, given });
      await until(() => writers.acks.size >= plan.least || given.aborted, 'acks', 600_000);
      over = true;
      await written;
      return verdict(plan, { writers, worst, given, ...(await scene.found(writers, seen)) });
    } finally {
      await scene.end();
    }
  },
};

function verdict(plan, { writers, worst, given, found, done }) {
  const { acks, unknown, unavailable, surprises } = writers;
  const { lost, dup, otherReceipts, gapsOrDoublesSeen, problems } = found;
  const wrong = lost + dup + otherReceipts + gapsOrDoublesSeen + problems + surprises.length;
  return {
    holds: wrong === 0 && worst <= RECOVERED_MS && !given.aborted,
    short:
      acks.size < plan.least ||
      unknown === 0 ||
      Object.keys(done).some((name) => done[name] < plan[name]),
    figures: {
      ...{ acks: acks.size, ...done, unknown, unavailable, ...found },
      ...{ surprises: surprises.length, worstRecoveryMs: worst },
    },
  };
}

/** One fault after the other; answers how long the longest time without an acknowledgement was after one. */
async function disturbed(scene, { plan, random, writers, given }) {
  let worst = 0;
  const recovered = async () => {
    const began = performance.now();
    await until(() => writers.ackedAt > began || given.aborted, 'an ack', 60_000).catch(() => {});
    worst = Math.max(worst, Math.round(performance.now() - began));
    await pause(random() * 200);
  };
  for (const [name, act] of [
    ['terminations', () => scene.terminate(random)],
    ['lostAnswers', () => scene.loseAnswer()],
    ['restarts', () => scene.restart()],
    ['failovers', () => scene.failOver(writers)],
  ])
    while (scene.done[name] < plan[name] && !given.aborted) {
      await act();
      scene.done[name] += 1;
      await recovered();
    }
  return worst;
}

/** Two processes that write and one that reads, at an address that always leads to the primary. */
class Scene {
  done = { terminations: 0, lostAnswers: 0, restarts: 0, failovers: 0 };
  servers = [];
  logs = [];

  static async begin(openPostgresLog) {
    const scene = new Scene();
    try {
      await scene.#open(openPostgresLog);
      return scene;
    } catch (error) {
      await scene.end();
      throw error;
    }
  }

  async #open(openPostgresLog) {
    this.primary = await startPostgres({ durable: true, settings: SETTINGS });
    this.servers.push(this.primary);
    this.wire = await new Wire(this.primary.port).start();
    const url = await this.primary.createDatabase();
    this.url = url.replace(`:${this.primary.port}/`, `:${this.wire.port}/`);
    this.openPostgresLog = openPostgresLog;
    this.writing = [await this.#opened(), await this.#opened()];
    this.reading = await this.#opened();
  }

  async #opened() {
    const clock = { nowMicros: () => Date.now() * 1000 };
    const options = { url: this.url, clock, create: true, timeoutMs: TIMEOUT_MS };
    const log = await this.openPostgresLog(options);
    this.logs.push(log);
    return log;
  }

  /** Some of the connections, or all of them. */
  async terminate(random) {
    await this.primary.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND random() < $1`,
      [0.3 + random()],
    );
  }

  /** Of an append that stands by then; of every tenth nobody can ask what became of it before its time is over. */
  async loseAnswer() {
    await this.wire.at('append', 'lose').reached;
    if (this.done.lostAnswers % 10 < 9) return;
    await pause(50);
    await this.wire.down();
    await pause(TIMEOUT_MS + 500);
    await this.wire.up();
  }

  /** As \`pg_ctl restart -m immediate\`: nothing is flushed any more. */
  async restart() {
    await this.primary.stop('SIGQUIT');
    await this.primary.start();
  }

  /** Every second standby was away before: what the primary wrote without it was never acknowledged. */
  async failOver(writers) {
    const standby = await this.#standby();
    await pause(300);
    const { given } = this.done.failovers % 2 === 1 ? await this.#alone(standby, writers) : {};
    await this.primary.stop('SIGKILL');
    await standby.start();
    this.wire.target = standby.port;
    this.wire.cut();
    await standby.query('SELECT pg_promote(true)');
    this.primary = standby;
    await given;
    writers.paused = false;
  }

  /**
   * One command while the standby is away: its wait for it is called off, later it is not answered in time, and after a
   * restart the primary shows what it has alone. A retry must take none of that for kept. Answers the command's end.
   */
  async #alone(standby, writers) {
    writers.paused = true;
    await pause(300);
    await standby.stop();
    const given = writers.one(this.reading);
    const callOff = `SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'`;
    let over = false;
    void given.then(() => (over = true));
    const calledOff = async () => over || (await this.primary.query(callOff)).length > 0;
    await until(calledOff, 'a wait to call off');
    await pause(TIMEOUT_MS);
    await this.primary.stop('SIGQUIT');
    await this.primary.start(SYNCHRONOUS);
    await pause(2 * TIMEOUT_MS);
    return { given };
  }

  /** A standby that the primary waits for at every commit. */
  async #standby() {
    const { primary } = this;
    const signal = join(primary.data, 'standby.signal');
    await primary.stop('SIGINT');
    writeFileSync(signal, '');
    const follows = `host=127.0.0.1 port=${primary.port} user=postgres password=${primary.password}`;
    const standby = await startPostgres({
      ...{ durable: true, copyOf: primary },
      settings: [...SETTINGS, `primary_conninfo=${follows}`, 'wal_retrieve_retry_interval=100ms'],
    });
    this.servers.push(standby);
    rmSync(signal);
    await primary.start(SYNCHRONOUS);
    const state = `SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'`;
    await until(async () => (await primary.query(state)).length > 0, 'a synchronous standby');
    return standby;
  }

  async found(writers, seen) {
    // By a process of its own: one that saw more than is left refuses to read it.
    const fresh = await this.#opened();
    const events = await fresh.readAll();
    const reached = await caughtUp(seen, events.at(-1)?.position ?? 0n);
    const positions = events.map(({ position }) => position);
    const { problems } = await fresh.verifyAll();
    return {
      done: this.done,
      found: {
        ...{ events: events.length, ...compared(writers, events) },
        gapsOrDoublesSeen: reached ? differences(seen.positions, positions) : positions.length,
        problems: problems.length,
      },
    };
  }

  async end() {
    await this.wire?.stop();
    await Promise.all(this.logs.map((log) => log.close().catch(() => {})));
    await Promise.all(this.servers.map((server) => server.dispose()));
  }
}

const MUTANTS = {
  'synchronous-commit-off': [
    {
      file: `${POSTGRES_LOG}/session.js`,
      from: "set_config('synchronous_commit', 'on', false)",
      to: "set_config('synchronous_commit', 'off', false)",
    },
    { file: `${POSTGRES_LOG}/session.js`, from: "NOT IN ('on', 'remote_apply')", to: "<> ''" },
  ],
  'retry-without-commit': [
    {
      file: `${POSTGRES_LOG}/group-transaction.js`,
      from: "decided.some(({ outcome })=>outcome === 'appended')",
      to: 'events.length > 0',
    },
  ],
  'called-off-wait-taken-for-a-commit': [
    { file: `${POSTGRES_LOG}/statements.js`, from: 'warnings.length > 0', to: 'false' },
  ],
};
