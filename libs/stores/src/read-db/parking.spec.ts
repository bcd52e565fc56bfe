import {
  createRunner,
  type Definition,
  type Event,
  projection,
  type Row,
  type RunnerOptions,
} from '@cluetrail/event-sourcing';
import { openReadModels } from './open-read-models.js';
import type { ReadModels } from './read-models.js';
import { onEach } from '../../test/databases.js';
import { all, matters, officers, states, totals } from './testing/projections.js';
import { ScriptedLog } from './testing/scripted-log.js';

const AT = '2021-10-08T01:00:00.000Z';
onEach('read models', (databases) => {
  let database: ReadModels;
  let log: ScriptedLog;
  let cured: boolean;

  beforeEach(async () => {
    database = await openReadModels(await databases().fresh());
    log = new ScriptedLog();
    cured = false;
    const move = (at: string, to: string) => ({ type: 'Moved', at, to });
    await log.append('calendar-cn', { type: 'Revised', at: AT, data: { days: 1 } });
    await log.append('clue-1', move(AT, 'discovered'), {
      type: 'OfficersAssigned',
      at: AT,
      data: { officers: ['li'] },
    });
    await log.append('clue-2', move(AT, 'discovered'));
    await log.append('clue-1', {
      type: 'OfficersAssigned',
      at: AT,
      data: { officers: ['poison'] },
    });
    await log.append('clue-2', { type: 'OfficersAssigned', at: AT, data: { officers: ['wang'] } });
    await log.append('calendar-cn', { type: 'Revised', at: AT, data: { days: 2 } });
    await log.append('clue-1', move('2021-10-09T01:00:00.000Z', 'transferred'));
    await log.append('clue-1', {
      type: 'OfficersAssigned',
      at: AT,
      data: { officers: ['sun', 'li'] },
    });
  });
  afterEach(() => database.close());

  const isPoison = ({ data }: Event) => JSON.stringify(data.officers) === '["poison"]';
  function taste(events: readonly Event[]): void {
    if (!cured && events.some(isPoison)) throw new RangeError('cannot digest this');
  }
  const sensitive: readonly Definition[] = [
    {
      ...officers,
      on: {
        ...officers.on,
        OfficersAssigned: (rows: readonly never[], event, unseal) => {
          taste([event]);
          return officers.on.OfficersAssigned(rows, event, unseal);
        },
      },
    },
    ...[totals, states].map((one) => guarded(one as Definition & { kind: 'derived' })),
  ];

  function guarded(definition: Definition & { kind: 'derived' }): Definition {
    const of: typeof definition.of = (matter, references, unseal) => {
      taste(matter.events);
      return definition.of(matter, references, unseal) as never[]; // of whichever kind it was
    };
    return { ...definition, of } as Definition; // the same kind of answer as before
  }

  function runner(projections: readonly Definition[], options: Partial<RunnerOptions> = {}) {
    return createRunner({ store: log.store, database, projections, matters, ...options });
  }

  async function cleanSums(): Promise<unknown> {
    const clean = await openReadModels(await databases().fresh());
    await createRunner({ store: log.store, database: clean, projections: all, matters }).catchUp();
    const sums = await clean.checksum();
    await clean.close();
    return sums;
  }

  describe.each([1, 3, 500])('a clue that cannot be digested, in batches of %d', (batch) => {
    it('is parked with what was thrown, its rows as they were; all others go on', async () => {
      const running = runner(sensitive, { batch });
      await running.catchUp();
      expect(await running.parked()).toEqual(
        ['officers', 'states', 'totals'].map((projection) => ({
          projection,
          stream: 'clue-1',
          position: 5n,
          error: 'RangeError: cannot digest this',
        })),
      );
      expect(await running.status()).toMatchObject({ state: 'parked', parked: 3, behind: 0n });
      expect(await database.dump('officers')).toEqual([
        '["clue-1",0,"clue-1","li",2]',
        '["clue-2",0,"clue-2","wang",2]',
      ]);
      expect(await database.dump('totals')).toEqual([
        '["clue-1",0,"clue-1",2,0,1]',
        '["clue-2",0,"clue-2",2,0,2]',
      ]);
    });

    it('is, once retried, as if nothing had been', async () => {
      const running = runner(sensitive, { batch });
      await running.catchUp();
      expect(await running.retry()).toEqual({ restored: 0, parked: 3 });
      expect((await running.parked()).map(({ position }) => position)).toEqual([5n, 5n, 5n]);
      cured = true;
      expect(await running.retry('officers', 'clue-2')).toEqual({ restored: 0, parked: 3 });
      expect(await running.retry('officers')).toEqual({ restored: 1, parked: 2 });
      expect(await running.retry()).toEqual({ restored: 2, parked: 0 });
      expect((await running.status()).state).toBe('idle');
      expect(await database.checksum()).toEqual(await cleanSums());
      // What it watches is in order too: the next revision of the calendar reaches it.
      await log.append('calendar-cn', { type: 'Revised', at: AT, data: { days: 3 } });
      await running.catchUp();
      expect(await database.checksum()).toEqual(await cleanSums());
    });

    it('stays parked over a restart, and is healed by a rebuild', async () => {
      await runner(sensitive, { batch }).catchUp();
      const running = runner(sensitive, { batch });
      await running.catchUp();
      expect((await running.status()).parked).toBe(3);
      cured = true;
      await running.rebuild();
      expect(await running.parked()).toEqual([]);
      expect((await running.status()).state).toBe('idle');
      expect(await database.checksum()).toEqual(await cleanSums());
    });
  });

  it.each<[string, Row, string]>([
    [
      'a column is missing',
      {},
      'TypeError: row of wrong: expected integer in days, found undefined',
    ],
    ['a number is no integer', { days: 0.5 }, 'expected integer in days, found number'],
    ['a field is no column', { days: 1, name: 'Li' }, 'found a field that is no column'],
  ])('a row that does not fit its table parks the clue: %s', async (_, row, error) => {
    const wrong = projection<Row>({
      name: 'wrong',
      version: 1,
      columns: { days: 'integer' },
      on: { OfficersAssigned: () => [row] },
    });
    const running = runner([wrong]);
    await running.catchUp();
    const parked = await running.parked();
    expect(parked.map(({ stream }) => stream)).toEqual(['clue-1', 'clue-2']);
    expect(parked[0].error).toContain(error);
  });

  it('keys that fail are no fault of the clue: the runner ends', async () => {
    const asking = projection<{ text: string }>({
      name: 'asking',
      version: 1,
      columns: { text: 'text' },
      on: {
        OfficersAssigned: (rows, event, unseal) => {
          try {
            return [{ text: unseal(event, 'reason') ?? '' }];
          } catch {
            return rows;
          }
        },
      },
    });
    const unseal = () => {
      throw new Error('the keys are locked');
    };
    const running = runner([asking], { unseal });
    await expect(running.catchUp()).rejects.toThrow('the keys are locked');
    expect(await running.parked()).toEqual([]);
    expect((await running.status()).state).toBe('dead');
  });
});
