import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly profiles: readonly string[];
  readonly healthcheck?: object;
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const OWN_IMAGE = 'cluetrail:0.1.0';
const text = readFileSync('docker-compose.yml', 'utf8');
const compose = parse(text, { merge: true }) as Compose; // its form is what the first test checks
const services = Object.entries(compose.services);
const image = readFileSync('Dockerfile', 'utf8');
const linter = join(createRequire(import.meta.url).resolve('dclint'), '../../bin/dclint.cjs');

/** What the schema of the Compose specification has against a file; '' = nothing. */
function faults(file: string): string {
  const { stdout, status } = spawnSync(process.execPath, [linter, '--quiet', file], {
    encoding: 'utf8',
  });
  return status === 0 ? '' : stdout;
}

describe('docker-compose.yml', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-compose-'));
  afterAll(() => rmSync(root, { recursive: true }));

  it('keeps the Compose specification', () => {
    expect(faults('docker-compose.yml')).toBe('');
    const planted = join(root, 'docker-compose.yml');
    writeFileSync(planted, text.replace('stop_grace_period', 'stop_grace_perod'));
    expect(faults(planted)).toContain('invalid-schema');
  });

  it.each(['sqlite', 'postgres', 'kurrentdb'])(
    'brings the whole product up in profile %s',
    (profile) => {
      const up = services.filter(([, { profiles }]) => profiles.includes(profile));
      const product = up.filter(([, { ports }]) => ports !== undefined);
      expect(product).toHaveLength(1);
      const [[, { environment, depends_on: needs }]] = product;
      const prepares = up.filter(([, { ports, image: name }]) => !ports && name === OWN_IMAGE);
      const stores = up.filter(([, { image: name }]) => name !== OWN_IMAGE).map(([name]) => name);
      const healthy = Object.fromEntries(
        stores.map((name) => [name, { condition: 'service_healthy' }]),
      );
      expect(needs ?? {}).toEqual(
        prepares.length === 0
          ? healthy
          : { [prepares[0][0]]: { condition: 'service_completed_successfully' } },
      );
      for (const [, { depends_on: first }] of prepares) expect(first).toEqual(healthy);
      for (const name of stores) expect(environment?.['CLUETRAIL_STORE']).toContain(name);
    },
  );

  it('serves on PostgreSQL under a role that does not own the log', () => {
    const {
      postgres,
      'postgres-prepare': prepare,
      'cluetrail-postgres': serving,
    } = compose.services;
    const owner = postgres.environment?.['POSTGRES_USER'];
    const url = new URL(serving.environment?.['CLUETRAIL_STORE'] ?? '');
    expect(url.username).not.toBe(owner);
    expect(prepare.command?.slice(2)).toEqual([
      ...['log', 'prepare', url.href.replace(url.username, String(owner))],
      ...['--role', url.username],
    ]);
    expect(serving.environment?.['PGPASSWORD']).not.toBe(prepare.environment?.['PGPASSWORD']);
    expect(text).toContain(`create role ${url.username} login`);
  });

  it.each([
    [{ POSTGRES_PASSWORD: 'one', CLUETRAIL_PASSWORD: 'two' }, 0, 'begun: postgres\n', ''],
    [{ POSTGRES_PASSWORD: 'one', CLUETRAIL_PASSWORD: '' }, 1, '', 'CLUETRAIL_PASSWORD'],
    [{ POSTGRES_PASSWORD: '', CLUETRAIL_PASSWORD: 'two' }, 1, '', 'POSTGRES_PASSWORD'],
  ])('begins no database of %j before both passwords are there', (given, status, stdout, lacks) => {
    const begins = join(root, 'docker-entrypoint.sh');
    writeFileSync(begins, '#!/bin/sh\necho "begun: $*"\n');
    chmodSync(begins, 0o755);
    const { entrypoint = [], command = [] } = compose.services['postgres'];
    const [shell, ...words] = [...entrypoint, ...command].map((word) => word.replaceAll('$$', '$'));
    const ended = spawnSync(shell, words, {
      encoding: 'utf8',
      env: { ...given, PATH: `${root}:${process.env['PATH']}` },
    });
    const stderr = lacks === '' ? '' : `${lacks}: expected a password, found none\n`;
    expect([ended.status, ended.stdout, ended.stderr]).toEqual([status, stdout, stderr]);
  });

  it('asks whoever starts another profile for no password', () => {
    expect(text.replaceAll(/^ *#.*$/gm, '')).not.toMatch(/\$\{\w+:?\?/);
  });

  it('starts nothing without a profile', () => {
    expect(services.filter(([, { profiles }]) => profiles?.length !== 1)).toEqual([]);
  });

  it('knows of every service when it is healthy', () => {
    expect(image).toMatch(/^HEALTHCHECK /m);
    const silent = services.filter(
      ([, { image: name, healthcheck }]) => name !== OWN_IMAGE && !healthcheck,
    );
    expect(silent).toEqual([]);
  });

  it('keeps what it writes on named volumes and listens on this machine alone', () => {
    const used = services.flatMap(([, { volumes }]) =>
      (volumes ?? []).map((volume) => volume.split(':')[0]),
    );
    expect([...new Set(used)].sort()).toEqual(Object.keys(compose.volumes).sort());
    for (const port of services.flatMap(([, { ports }]) => ports ?? []))
      expect(port).toMatch(/^127[.]0[.]0[.]1:/);
  });

  it('names images by their version', () => {
    const loose = services.filter(([, { image: name }]) => !/:\d+(\.\d+)+(-[a-z]+)?$/.test(name));
    expect(loose).toEqual([]);
    for (const [, base] of image.matchAll(/^FROM (\S+)/gm))
      expect(base).toMatch(/:\d+[.]\d+[.]\d+-/);
  });

  it('has no secret of its own', () => {
    const secrets = services.flatMap(([, { environment }]) =>
      Object.entries(environment ?? {}).filter(([name]) => /PASSWORD|SECRET|TOKEN|KEY/.test(name)),
    );
    expect(secrets.length).toBeGreaterThan(0);
    for (const [, value] of secrets) expect(value).toMatch(/^\$\{\w+:-\}$/);
    expect(text).not.toMatch(/:\/\/[^@\s/]+:[^@\s/]+@/);
  });
});

describe('the image', () => {
  it('runs as another user than root', () => {
    const last = image.slice(image.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER node$/m);
    expect(last.indexOf('USER node')).toBeLessThan(last.indexOf('\nCMD'));
  });
});
