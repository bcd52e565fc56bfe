import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyLog, CopyRefused, type Log, openLog } from '@cluetrail/stores';
import { draft, drafts, receiptsOf, SetClock } from './subject.js';
import { StubNode } from './stub-kurrent/stub-node.js';
import {
  postgresBinaries,
  type PostgresServer,
  startPostgres,
} from '../support/postgres-server.mjs';

const clock = new SetClock();
let folder: string;
const open: Log[] = [];
const nodes: StubNode[] = [];

let server: PostgresServer | undefined;
let logs = 0;

beforeAll(async () => {
  if (postgresBinaries()) server = await startPostgres();
});
afterAll(() => server?.dispose());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cluetrail-copy-'));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((log) => log.close()));
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
  rmSync(folder, { recursive: true });
});

async function opened(store: string): Promise<Log> {
  const log = await openLog({ store, clock, create: true });
  open.push(log);
  return log;
}

const sqlite = (name: string) => opened(`sqlite:${join(folder, name)}`);
const postgres = (name: string) => opened(`${server?.url()}?log=${name}_${++logs}`);

async function stub(name: string): Promise<Log> {
  if (nodes.length === 0) nodes.push(await new StubNode().start());
  return opened(`${nodes[0].url}&log=${name}`);
}

/** Several streams in turn, events of every size, what JSON can carry, times that stand and jump. */
async function filled(log: Log, commands = 120): Promise<Log> {
  const versions = new Map<string, number>();
  for (let command = 0; command < commands; command++) {
    const stream = ['log', 'clue-a', 'clue-线索', 'person-7'][command % 4];
    const batch = drafts(stream, 1 + (command % 3));
    if (command % 10 === 0) batch.push(draft(stream, { note: '问题 𠮷'.repeat(command), z: -0.5 }));
    const version = versions.get(stream) ?? 0;
    receiptsOf(await log.append(stream, version, batch));
    versions.set(stream, version + batch.length);
    clock.micros += command % 7 === 0 ? -1000 : 250;
  }
  return log;
}

const contentsOf = async (log: Log) =>
  (await log.readAll()).map(({ event, bytes, leaf }) => ({
    ...{ event, bytes: Buffer.from(bytes).toString(), leaf: Buffer.from(leaf).toString('hex') },
  }));

type Opened = (name: string) => Promise<Log>;

const STORES: Readonly<Record<string, Opened>> = {
  SQLite: sqlite,
  ...(postgresBinaries() && { PostgreSQL: postgres }),
  'KurrentDB (stub)': stub,
};
const WAYS = Object.keys(STORES).flatMap((from) => Object.keys(STORES).map((to) => ({ from, to })));

describe('a copy of a log', () => {
  it.each(WAYS)(
    'holds the same streams, versions, ids, bytes and leaves in the same order: $from to $to',
    async ({ from, to }) => {
      const source = await filled(await STORES[from]('source'));
      const target = await STORES[to]('target');
      const copied = await copyLog({ from: source, to: target });
      const contents = await contentsOf(source);
      expect(await contentsOf(target)).toEqual(contents);
      expect(copied).toMatchObject({ events: contents.length, copied: contents.length });
      expect((await target.verifyAll()).problems).toEqual([]);
      const back = await STORES[from]('back');
      expect((await copyLog({ from: target, to: back })).leaves).toBe(copied.leaves);
      const [{ event }] = await target.read('clue-a', { limit: 1 });
      const { length } = await target.read('clue-a');
      receiptsOf(await target.append('clue-a', length, [draft('clue-a')]));
      expect(event.version).toBe(1);
    },
  );

  it('is empty where the source is', async () => {
    const copied = await copyLog({ from: await sqlite('source'), to: await sqlite('target') });
    expect(copied).toMatchObject({ events: 0, copied: 0 });
  });

  it('is gone on with where it ended, and adds what came since', async () => {
    const source = await filled(await sqlite('source'));
    const target = await sqlite('target');
    await target.load((await source.readAll()).slice(0, 71));
    const { events, copied } = await copyLog({ from: source, to: target });
    expect(copied).toBe(events - 71);
    receiptsOf(await source.append('clue-b', 0, drafts('clue-b', 3)));
    expect(await copyLog({ from: source, to: target })).toMatchObject({ copied: 3 });
    expect(await copyLog({ from: source, to: target })).toMatchObject({ copied: 0 });
    expect(await contentsOf(target)).toEqual(await contentsOf(source));
  });

  it.each((['SQLite', 'PostgreSQL'] as const).filter((name) => Object.hasOwn(STORES, name)))(
    'opens for a copy alone until it was read back whole: %s',
    async (name) => {
      const source = await filled(await sqlite('source'));
      const store =
        name === 'SQLite'
          ? `sqlite:${join(folder, 'target')}`
          : `${server?.url()}?log=cut_${++logs}`;
      const target = await openLog({ store, clock, create: true, copying: true });
      const { load } = target;
      target.load = async (events) => {
        await load.call(target, events.slice(0, 50));
        throw new Error('cut off');
      };
      await expect(copyLog({ from: source, to: target })).rejects.toThrow('cut off');
      await target.close();
      await expect(openLog({ store, clock, create: true })).rejects.toMatchObject({
        code: 'copy-unfinished',
        message: expect.stringMatching(
          /expected a whole log, found a copy .* goes on where it ended$/,
        ),
      });
      const again = await openLog({ store, clock, create: true, copying: true });
      expect(await copyLog({ from: source, to: again })).toMatchObject({
        copied: (await source.readAll()).length - 50,
      });
      await again.close();
      expect(await contentsOf(await opened(store))).toEqual(await contentsOf(source));
    },
  );

  it('says how far it is, to the end of each step', async () => {
    const source = await filled(await sqlite('source'));
    const steps: string[] = [];
    await copyLog({ from: source, to: await sqlite('target') }, ({ step, done, total }) =>
      steps.push(`${step} ${done === total}`),
    );
    expect(steps).toContain('copy true');
    expect(steps.at(-1)).toBe('verify true');
  });

  it('is refused by a target that holds another log, which stays as it was', async () => {
    const source = await filled(await sqlite('source'));
    const target = await filled(await sqlite('target'), 3);
    const before = await contentsOf(target);
    const refused = await copyLog({ from: source, to: target }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CopyRefused);
    expect(refused).toMatchObject({ code: 'other-log' });
    expect(String(refused)).toMatch(/its event 1 is log @ 1 .*, that of the source log @ 1/);
    expect(await contentsOf(target)).toEqual(before);
  });

  it('is refused by a target that was written to since', async () => {
    const source = await filled(await sqlite('source'), 5);
    const target = await sqlite('target');
    await copyLog({ from: source, to: target });
    receiptsOf(await target.append('clue-b', 0, drafts('clue-b', 1)));
    await expect(copyLog({ from: source, to: target })).rejects.toMatchObject({
      code: 'target-ahead',
      message: expect.stringContaining('found clue-b @ 1'),
    });
  });

  it('is read back whole: a target that lost or altered an event on the way is found out', async () => {
    const source = await filled(await sqlite('source'), 20);
    const target = await sqlite('target');
    const { load } = target;
    target.load = (events) => load.call(target, events.slice(0, -1));
    await expect(copyLog({ from: source, to: target })).rejects.toMatchObject({
      code: 'copy-differs',
    });
  });
});
