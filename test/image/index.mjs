// The image without a container engine: `npm run image`. Each stage of the Dockerfile runs in a folder of its own, with
// an environment of its own and only what its COPY brings; then the last stage's command is started as its user, asked
// by its own health check, and stopped. What a real base image would add (its Node, its users) is this machine's.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandOf, pairsOf, parted, stagesOf } from './stages.mjs';

const NODE = dirname(process.execPath);
const house = fileURLToPath(new URL('../../', import.meta.url));
/** The user `node` of the base image; nobody else may write what he runs. */
const SOMEBODY = 65_534;
const asRoot = process.getuid() === 0;

const work = mkdtempSync(join(tmpdir(), 'cluetrail-image-'));
const roots = new Map();

/** The files that git knows, as .dockerignore lets them through: a checkout brings nothing else into an image. */
function contextFiles(names) {
  const listed = execFileSync('git', ['ls-files', '-z', '--', ...names], { cwd: house });
  const files = listed.toString().split('\0');
  return files.filter((file) => file !== '' && !file.endsWith('.spec.ts'));
}

function run(stage, index) {
  const started = performance.now();
  const root = join(work, `stage-${index}`);
  mkdirSync(root);
  if (stage.name !== undefined) roots.set(stage.name, root);
  const state = { root, cwd: '/', env: {}, user: 'root', volumes: [] };
  for (const step of stage.steps) STEPS[step.instruction](state, step.text);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const size = execFileSync('du', ['-sm', root]).toString().split('\t')[0];
  console.log(`PASSED stage ${stage.name ?? 'last'}: ${size} MB (${seconds} s)`);
  return state;
}

const STEPS = {
  WORKDIR(state, text) {
    state.cwd = text;
    mkdirSync(join(state.root, text), { recursive: true });
  },
  COPY(state, text) {
    const { flags, words } = parted(text);
    const target = join(state.root, join(state.cwd, words.at(-1)));
    const sources = words.slice(0, -1);
    if (flags.from !== undefined) {
      const from = roots.get(flags.from);
      if (!from) throw new Error(`COPY --from=${flags.from}: no such stage before this one`);
      for (const source of sources) cpSync(join(from, source), target, { recursive: true });
      return;
    }
    for (const source of sources) {
      const files = contextFiles([source]);
      if (files.length === 0) throw new Error(`COPY ${source}: git knows no such file`);
      for (const file of files) {
        const into = statSync(join(house, source)).isDirectory()
          ? join(target, file.slice(source.length))
          : join(target, basename(file));
        mkdirSync(dirname(into), { recursive: true });
        cpSync(join(house, file), into);
      }
    }
  },
  RUN(state, text) {
    const command = text
      .replaceAll(/(?<= )\/(?=\w)/g, `${state.root}/`)
      .replaceAll('node:node', String(SOMEBODY));
    const known = asRoot ? command : command.replaceAll(/&& chown .*$/g, '');
    const done = spawnSync('sh', ['-ec', known], { ...environmentOf(state), encoding: 'utf8' });
    if (done.status !== 0)
      throw new Error(`RUN ${text}: exit ${done.status}\n${done.stdout}${done.stderr}`);
  },
  ENV(state, text) {
    Object.assign(state.env, pairsOf(text));
  },
  USER(state, text) {
    state.user = text;
  },
  VOLUME(state, text) {
    state.volumes = JSON.parse(text);
  },
  EXPOSE() {},
  HEALTHCHECK(state, text) {
    state.healthy = commandOf(text);
  },
  CMD(state, text) {
    state.command = commandOf(text);
  },
};

function environmentOf({ root, cwd, env }) {
  const home = join(root, 'home');
  mkdirSync(home, { recursive: true });
  const path = `${NODE}:${dirname(execFileSync('which', ['npm']).toString())}:/usr/bin:/bin`;
  return {
    cwd: join(root, cwd),
    env: { ...registry(), PATH: path, HOME: home, ...mapped(env, root) },
  };
}

/** How this machine reaches its package registry: an engine would be told the same. */
function registry() {
  const wanted =
    /^(npm_config_(registry|userconfig|globalconfig|cache|cafile)|node_extra_ca_certs|.*_proxy)$/i;
  const told = Object.entries(process.env).filter(([name]) => wanted.test(name));
  return { npm_config_userconfig: join(homedir(), '.npmrc'), ...Object.fromEntries(told) };
}

/** Paths of the image are paths below the stage's folder here. */
function mapped(env, root) {
  const inside = (value) => (value.startsWith('/') ? join(root, value) : value);
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, inside(value)]));
}

/** The command of the image answers its health check, as a user who may write nothing but the volumes. */
async function serves(state) {
  if (state.user === 'root') throw new Error('USER: expected somebody without rights, found root');
  const { cwd, env } = environmentOf(state);
  const identity = asRoot ? { uid: SOMEBODY, gid: SOMEBODY } : {};
  // The runner's temporary folder may be one that a power cut empties; a volume is not.
  const settings = {
    ...env,
    HOST: '127.0.0.1',
    PORT: String(await freePort()),
    CLUETRAIL_VOLATILE: '1',
  };
  if (asRoot) chownSync(env.HOME, SOMEBODY, SOMEBODY);
  const [program, ...parameters] = state.command;
  const server = spawn(program, parameters, { cwd, env: settings, ...identity, stdio: 'pipe' });
  let said = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (part) => (said += part));
  const ended = new Promise((resolve) =>
    server.once('exit', (code, signal) => resolve(code ?? signal)),
  );
  const [asker, ...question] = state.healthy;
  const ask = () => spawnSync(asker, question, { cwd, env: settings, ...identity }).status;
  try {
    for (let tries = 0; ask() !== 0; tries++)
      if (tries === 100 || server.exitCode !== null) throw new Error(`never healthy:\n${said}`);
      else await new Promise((resolve) => setTimeout(resolve, 200));
    for (const file of [join(env.CLUETRAIL_DATA, 'events.db'), env.CLUETRAIL_KEY_FILE])
      if (!existsSync(file)) throw new Error(`expected ${file} on its volume, found none`);
  } finally {
    server.kill('SIGTERM');
  }
  const code = await ended;
  if (code !== 0) throw new Error(`expected exit 0 after SIGTERM, found ${code}\n${said}`);
  if (ask() === 0) throw new Error('the health check answers without a server');
  console.log('PASSED the command serves, is healthy and ends as another user than root');
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

if (asRoot) execFileSync('chmod', ['755', work]);
try {
  const stages = stagesOf(readFileSync(join(house, 'Dockerfile'), 'utf8'));
  const built = stages.map((stage, index) => run(stage, index));
  await serves(built.at(-1));
  console.log(`${built.length + 1} passed, 0 failed`);
} catch (error) {
  console.error(`image: ${error.message}`);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
