import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openInstallation } from '../../apps/api/src/index.js';
import { applyOrganisation, type Installation } from '../../apps/api/src/index.js';
import { cluetrail } from '../support/command-line.js';
import { DISCOVERY, ORGANISATION } from '../support/organisation.js';

const SCRIPT = fileURLToPath(new URL('stop-between.mjs', import.meta.url));
const CLUES = 3;

describe('the number of a clue', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-numbering-'));
  const placeOf = (name: string) => ({
    directory: join(root, name),
    keyFile: join(root, `${name}.key`),
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('is one, and the next one follows, when the process is killed right after it was reserved', async () => {
    const place = placeOf('killed');
    await owedIn(place);
    // The first is killed with its number reserved; the second finds it reserved and is killed there again.
    for (const _ of [1, 2]) expect(await killedBetween(place)).toBe('SIGKILL');
    const after = await openInstallation({ ...place, create: false, demo: true });
    const lines = await after.store.read(`numbers-nn-${YEAR}`);
    const assigned = (await after.store.readAll())
      .map(({ event }) => event)
      .filter(({ type }) => type === 'NumberAssigned');
    await after.close();
    expect(lines).toHaveLength(CLUES);
    const reserved = lines.map(({ event: { data, version } }) => [data['clue'], version]);
    const told = assigned.map(({ stream, data }) => [
      stream.slice('clue-'.length),
      Number(String(data['number']).split('-').at(-1)),
    ]);
    expect(new Map(told as [string, number][])).toEqual(new Map(reserved as [string, number][]));
    expect(told).toHaveLength(CLUES);
  });

  it('is given by no command that only looks, which leaves the log as it is', async () => {
    const place = placeOf('looked-at');
    await owedIn(place);
    const bytes = () => readFileSync(join(place.directory, 'events.db'));
    const before = bytes();
    const at = ['--data', place.directory, '--key-file', place.keyFile, '--as'];
    for (const words of [
      ['verify', ...at, 'auditor-gx'],
      ['status', ...at, 'auditor-gx'],
      ['export', ...at, 'auditor-gx'],
      ['query', 'clues', ...at, 'leader-nn'],
      ['log', 'backup', join(root, 'backup'), ...at, 'sysadmin-gx'],
      ['log', 'copy', `sqlite:${place.directory}`, `sqlite:${join(root, 'copy')}`, '--volatile'],
    ]) {
      expect(await cluetrail(...words)).toMatchObject({ status: 0, stderr: '' });
      expect([words[0], before.equals(bytes())]).toEqual([words[0], true]);
    }
    // Nobody has looked for uploads: none would be a statement.
    const { stdout } = await cluetrail('status', ...at, 'auditor-gx', '--json');
    expect(JSON.parse(stdout).uploads).toEqual({ removed: 0, keptDays: 30 });
    const after = await openInstallation({ ...place, create: false, demo: true });
    const events = await after.store.readAll();
    await after.close();
    expect(events.filter(({ event }) => event.type === 'NumberAssigned')).toHaveLength(CLUES);
  }, 180_000);
});

interface Place {
  readonly directory: string;
  readonly keyFile: string;
}

/** Clues whose numbers are still owed, as where a server ends soon after the last answers. */
async function owedIn(place: Place): Promise<void> {
  const before = await openInstallation({ ...place, create: true, demo: true });
  await applyOrganisation(before, ORGANISATION, { dryRun: false });
  await before.followUps.rest();
  for (let n = 0; n < CLUES; n++) await takenOn(before, `${n}`);
  await before.close();
}

const YEAR = new Date().toLocaleDateString('en-CA', { timeZone: 'Asia/Shanghai' }).slice(0, 4);

async function killedBetween({ directory, keyFile }: Place) {
  const child = spawn(process.execPath, [SCRIPT, directory, keyFile], { stdio: 'inherit' });
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return signal;
}

/** A clue of 南宁, as far as its head handles it there. */
async function takenOn({ engine }: Installation, key: string): Promise<void> {
  const give = async (personId: string, command: string, body: object, on: object = {}) => {
    const by = { personId, key: `${key}-${command}` };
    const answer = await engine.give({ kind: 'clue', command, by, body, ...on });
    if (answer.outcome !== 'done') throw new Error(`${command}: ${JSON.stringify(answer)}`);
    const [{ stream, version }] = answer.receipts;
    return { stream, expectedVersion: version };
  };
  let at = await give('admin-nn', 'discover', { ...DISCOVERY });
  at = await give('admin-nn', 'checkDuplicates', {}, at);
  at = await give('admin-nn', 'classify', { level: 'L1' }, at);
  at = await give('admin-nn', 'proposeAllocation', { mode: 'self' }, at);
  await give('leader-nn', 'approveAllocation', { mode: 'self' }, at);
}
