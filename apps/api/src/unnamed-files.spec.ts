import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventStore, MemoryStore } from '@cluetrail/event-sourcing';
import { memoryKeys, SealedFiles } from '@cluetrail/access';
import { KEPT_DAYS, UnnamedFiles } from './unnamed-files.js';

const NOW = Date.parse('2021-10-31T01:30:00.000Z');
const DAY = 86_400_000;
const clock = { nowMicros: () => NOW * 1000 };
const CLUE = 'clue-a';

describe('an upload that no event names', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-unnamed-'));
  const keys = memoryKeys();
  let directory: string;
  let files: SealedFiles;
  let store: MemoryStore;
  beforeEach(() => {
    directory = join(mkdtempSync(join(root, 'data-')), 'attachments');
    files = new SealedFiles({ directory, logId: 'log', keys });
    store = new MemoryStore(clock, (bytes) => createHash('sha256').update(bytes).digest());
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const uploaded = async (ageDays: number, owner = CLUE): Promise<string> => {
    const written = await files.write(owner, content(), 100);
    if (written === 'too-large') throw new Error('expected a file, found it too large');
    const at = new Date(NOW - ageDays * DAY);
    utimesSync(join(directory, written.sha256), at, at);
    return written.sha256;
  };
  const named = async (sha256: string) => {
    const { length } = await store.read(CLUE);
    await store.append(CLUE, length, [naming(sha256)]);
  };
  const sweeping = (read: EventStore['read'] = (stream, options) => store.read(stream, options)) =>
    new UnnamedFiles({ store: { read }, files, clock });

  it('is taken from commands once it is too old, and removed an hour later', async () => {
    const old = await uploaded(KEPT_DAYS + 1);
    const young = await uploaded(KEPT_DAYS - 1);
    const sweep = sweeping();
    await sweep.pass();
    expect(files.names()).toEqual([old, young].sort());
    expect([await files.belongs(CLUE, old), await files.belongs(CLUE, young)]).toEqual([
      ...[false, true],
    ]);
    expect(sweep.told()).toEqual({ unnamed: 2, removed: 0, keptDays: KEPT_DAYS });
    await sweep.pass();
    expect(files.names()).toEqual([young]);
    expect(sweep.told()).toEqual({ unnamed: 1, removed: 1, keptDays: KEPT_DAYS });
  });

  /** Swept often enough: is it still there? */
  const stays = async (sweep: UnnamedFiles, sha256: string) => {
    for (let times = 0; times < 3; times++) await sweep.pass();
    return files.names().includes(sha256);
  };

  it('is not one that an event names, however old', async () => {
    const sha256 = await uploaded(400);
    await named(sha256);
    expect(await stays(sweeping(), sha256)).toBe(true);
    // A sweep that looks at no names is caught by the same.
    expect(
      await stays(
        sweeping(async () => []),
        sha256,
      ),
    ).toBe(false);
  });

  it('is given back where a command that was under way named it after all', async () => {
    const sha256 = await uploaded(400);
    const sweep = sweeping();
    await sweep.pass();
    await named(sha256);
    expect(await stays(sweep, sha256)).toBe(true);
    expect(await files.belongs(CLUE, sha256)).toBe(true);
  });

  it('stays where its stream cannot be read, and where nobody knows whose it is', async () => {
    const unread = await uploaded(400);
    const damaged = async () => Promise.reject(new Error('log damaged'));
    const sweep = sweeping(damaged);
    await expect(sweep.pass()).rejects.toThrow('log damaged');
    expect(files.names()).toEqual([unread]);
    const lost = await uploaded(400, 'clue-b');
    keys.destroy('clue-b');
    expect(await stays(sweeping(), lost)).toBe(true);
  });

  it('is none while it is on its way', async () => {
    const coming = files.write(CLUE, slow(), 100);
    await started;
    const sweep = sweeping();
    for (let times = 0; times < 3; times++) await sweep.pass();
    release();
    expect(await coming).toMatchObject({ bytes: 2 });
  });

  let release = () => {};
  let begun = () => {};
  const started = new Promise<void>((resolve) => (begun = resolve));
  async function* slow() {
    yield Buffer.from('x');
    begun();
    await new Promise<void>((resolve) => (release = resolve));
    yield Buffer.from('y');
  }
});

async function* content() {
  yield Buffer.from('x');
}

function naming(sha256: string) {
  const id = randomUUID();
  return {
    ...{ eventId: id, stream: CLUE, type: 'FilesAttached', schemaVersion: 1 },
    ...{ correlationId: id, causationId: id, commandId: id, data: {} },
    happenedAt: {
      ...{ at: '2021-10-31T01:30:00.000Z', zone: 'Asia/Shanghai', precision: 'ms' as const },
    },
    actor: { personId: 'li', role: 'case-officer', organId: 'nn' },
    attachments: [{ sha256, name: { k: 'k', n: 'n', c: 'c' }, level: 'L1' }],
  };
}
