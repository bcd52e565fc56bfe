import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const DRIVER = fileURLToPath(new URL('../matters-driver.mjs', import.meta.url));

/** Kill -9 between the steps of splits, mergers, duplicates and hand-overs. */
export default {
  id: 'F22',
  title: 'rules over several streams',
  mutants: ['random-children'],
  async run({ quick, mutant, seed }) {
    const root = mkdtempSync(join(tmpdir(), 'cluetrail-f22-'));
    try {
      const matters = quick ? 24 : 120;
      const least = quick ? 15 : 100;
      const whole = await uninterrupted(root, { matters, seed });
      const killed = await interrupted(root, { matters, seed, mutant, least });
      const differences = compared(whole.state, killed.state);
      const figures = {
        kills: killed.kills,
        begun: whole.state.begun,
        owedAfterStart: killed.owed,
        events: whole.state.streams.length,
        differences,
        worstReadyMs: killed.worstReady,
        ...(killed.refused && { refused: killed.refused }),
      };
      return {
        holds: differences === 0 && killed.owed === 0 && killed.finished,
        short: killed.kills < least,
        figures,
      };
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
};

async function uninterrupted(root, { matters, seed }) {
  const files = filesOf(root, 'whole');
  const child = driver(files, { matters, seed });
  await ended(child);
  return { state: read(files.state) };
}

/** Killed again and again until it has come to its end; then what a restart owes must be nothing. */
async function interrupted(root, { matters, seed, mutant, least }) {
  const files = filesOf(root, 'killed');
  const random = randomOf(seed);
  let kills = 0;
  let owed = 0;
  let worstReady = 0;
  // Enough for every kill, with room: a run that never ends is none that survives.
  for (let run = 0; run < least * 4; run++) {
    const child = driver(files, { matters, seed, mutant });
    const end = ended(child).catch((error) => error);
    const lines = [];
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
    const after = kills < least ? 5 + random() * 60 : 60_000;
    const timer = await readyThen(child, lines, () =>
      setTimeout(() => child.kill('SIGKILL'), after),
    );
    const signal = await end;
    clearTimeout(timer);
    if (signal instanceof Error) {
      // What was done already is given to another stream: the log refuses ids that stand elsewhere.
      if (!signal.message.includes(STAND_ELSEWHERE)) throw signal;
      const refused = signal.message;
      return { state: NOTHING, kills, owed, worstReady, finished: false, refused };
    }
    const ready = lines.find((line) => line.startsWith('ready '));
    if (ready) {
      const [, ms, still] = ready.split(' ').map(Number);
      owed += still;
      worstReady = Math.max(worstReady, ms);
    }
    if (signal === null)
      return { state: read(files.state), kills, owed, worstReady, finished: true };
    kills += 1;
  }
  return { state: NOTHING, kills, owed, worstReady, finished: false };
}

const STAND_ELSEWHERE = 'some of these event ids stand elsewhere in the log';
const NOTHING = { streams: [], begun: 0 };

function filesOf(root, name) {
  const files = {
    data: join(root, name),
    done: join(root, `${name}.done`),
    state: join(root, `${name}.json`),
  };
  writeFileSync(files.done, '');
  return files;
}

function driver({ data, done, state }, { matters, seed, mutant = '' }) {
  return spawn(
    process.execPath,
    [DRIVER, data, done, state, String(matters), String(seed), mutant],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
}

async function readyThen(child, lines, then) {
  while (child.exitCode === null && child.signalCode === null) {
    if (lines.some((line) => line.startsWith('ready '))) return then();
    await new Promise((wake) => setTimeout(wake, 2));
  }
  return undefined;
}

/** The signal that ended it; null = it came to its end. Throws where it failed by itself. */
function ended(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (text) => (said += text));
    child.on('error', reject);
    child.on('close', (code, signal) =>
      code === 0 || signal === 'SIGKILL'
        ? resolve(signal)
        : reject(new Error(`driver: exit ${code}: ${/^Error: .*/m.exec(said)?.[0] ?? said}`)),
    );
  });
}

function read(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** How many streams and clocks are not as in the run that nobody disturbed. */
function compared(whole, killed) {
  const [one, other] = [whole, killed].map(
    ({ streams }) => new Map(streams.map((s) => [s.name, hash(s)])),
  );
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].filter((name) => one.get(name) !== other.get(name)).length;
}

function hash(value) {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
