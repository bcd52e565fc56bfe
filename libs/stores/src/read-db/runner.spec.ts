import {
  createRunner,
  type Definition,
  type Derived,
  type RunnerOptions,
} from '@cluetrail/event-sourcing';
import { openReadModels } from './open-read-models.js';
import type { ReadModels } from './read-models.js';
import { onEach } from '../../test/databases.js';
import { often } from '../../../../test/support/often.js';
import { all, matters, officers, states, totalOf, totals } from './testing/projections.js';
import { ScriptedLog } from './testing/scripted-log.js';

const AT = '2021-10-08T01:00:00.000Z';
onEach(
  'read models',
  (databases) => {
    let database: ReadModels;
    let log: ScriptedLog;

    beforeEach(async () => {
      database = await openReadModels(await databases().fresh());
      log = new ScriptedLog();
    });
    afterEach(() => database.close());

    function runner(projections: readonly Definition[], options: Partial<RunnerOptions> = {}) {
      return createRunner({ store: log.store, database, projections, matters, ...options });
    }

    const assigned = (...names: string[]) => ({
      type: 'OfficersAssigned',
      at: AT,
      data: { officers: names },
    });

    describe('a projection', () => {
      it('turns the row set of a stream into its next one', async () => {
        await log.append('clue-1', assigned('li', 'wang'));
        await log.append('clue-2', assigned('zhao', 'qian'));
        await log.append('clue-1', assigned('wang', 'sun', 'zhou'));
        await log.append('clue-2', { type: 'OfficersReleased', at: AT });
        await runner([officers]).catchUp();
        expect(await database.dump('officers')).toEqual([
          '["clue-1",0,"clue-1","wang",1]',
          '["clue-1",1,"clue-1","sun",2]',
          '["clue-1",2,"clue-1","zhou",2]',
        ]);
      });

      it('writes only the difference: rows that stay are the same rows', async () => {
        const ids = () =>
          database.query
            .selectFrom('officers')
            .select(['_id', 'officerId'])
            .orderBy('_id')
            .execute();
        const running = runner([officers]);
        await log.append('clue-1', assigned('li', 'wang'));
        await running.catchUp();
        const [li] = await ids();
        await log.append('clue-1', assigned('li', 'sun'));
        await running.catchUp();
        expect(await ids()).toEqual([li, { ...(await ids())[1], officerId: 'sun' }]);
      });

      it('keeps nobody waiting for the whole of a batch', async () => {
        const slow = Array.from({ length: 12 }, (_, index): Definition => ({
          ...officers,
          name: `slow_${index}`,
          on: {
            OfficersAssigned: () => {
              for (const end = performance.now() + 12; performance.now() < end;);
              return [];
            },
          },
        }));
        await log.append('clue-1', assigned('li'));
        let turns = 0;
        const timer = setInterval(() => (turns += 1), 1);
        await runner(slow, { nowMillis: () => performance.now() }).catchUp();
        clearInterval(timer);
        expect(turns).toBeGreaterThanOrEqual(11);
      });

      it('is dropped and built anew when its version changes, without its old rows', async () => {
        await log.append('clue-1', assigned('li'), assigned('li', 'wang'));
        await runner([officers, totals]).catchUp();
        const second = {
          ...officers,
          version: 2,
          on: { OfficersAssigned: () => [{ clue: 'all', officerId: 'v2', sinceVersion: 0 }] },
        };
        await runner([second]).catchUp();
        expect(await database.dump('officers')).toEqual(['["clue-1",0,"all","v2",0]']);
        expect(Object.keys(await database.checksum())).toEqual(['officers']);
      });

      it('of a log that was restored from an older copy is built anew', async () => {
        await log.append('clue-1', assigned('li'));
        await log.append('clue-1', assigned('wang'));
        await runner([officers]).catchUp();
        log = new ScriptedLog();
        await log.append('clue-1', assigned('li'));
        expect(await runner([officers]).catchUp()).toBe(1n);
        expect(await database.dump('officers')).toEqual(['["clue-1",0,"clue-1","li",1]']);
      });

      it('of another log of the same length is built anew', async () => {
        await log.append('clue-1', assigned('li'));
        await runner([officers]).catchUp();
        log = new ScriptedLog();
        await log.append('clue-9', assigned('wang'));
        await runner([officers]).catchUp();
        expect(await database.dump('officers')).toEqual(['["clue-9",0,"clue-9","wang",1]']);
      });
    });

    describe('rows derived from the whole of a clue', () => {
      it('follow the events of linked cases and of the calendar that was looked up', async () => {
        const running = runner([totals]);
        await log.append('calendar-cn', { type: 'CalendarRevised', at: AT, data: { days: 7 } });
        await log.append('clue-1', { type: 'ClueDiscovered', at: AT });
        await log.append('case-1', { type: 'CaseOpened', at: AT });
        await running.catchUp();
        expect(await database.dump('totals')).toEqual(['["clue-1",0,"clue-1",1,0,7]']);
        await log.append('clue-1', { type: 'CaseFiled', at: AT, data: { case: 'case-1' } });
        await running.catchUp();
        expect(await database.dump('totals')).toEqual(['["clue-1",0,"clue-1",2,1,7]']);
        await log.append('case-1', { type: 'CaseClosed', at: AT });
        await log.append('calendar-cn', { type: 'CalendarRevised', at: AT, data: { days: 8 } });
        await running.catchUp();
        expect(await database.dump('totals')).toEqual(['["clue-1",0,"clue-1",2,2,8]']);
      });

      it('no longer follow a calendar that is not looked up any more', async () => {
        let asked = 0;
        const counted: Derived = {
          ...totals,
          temporal: false,
          of: (matter, references) => {
            asked += 1;
            return [{ ...totalOf(matter, references) }];
          },
        };
        const running = runner([counted], { batch: 1 });
        await log.append('clue-1', { type: 'ClueDiscovered', at: AT });
        await log.append('clue-1', { type: 'ClueTransferred', at: AT, data: { calendar: 'gx' } });
        await running.catchUp();
        const before = asked;
        await log.append('calendar-cn', { type: 'CalendarRevised', at: AT, data: { days: 3 } });
        await running.catchUp();
        expect(asked).toBe(before);
        await log.append('calendar-gx', { type: 'CalendarRevised', at: AT, data: { days: 4 } });
        await running.catchUp();
        expect(asked).toBe(before + 1);
        expect(await database.dump('totals')).toEqual(['["clue-1",0,"clue-1",2,0,4]']);
      });

      it('reach every one of a thousand clues when one calendar changes', async () => {
        const running = runner([totals, states]);
        for (let clue = 0; clue < 1200; clue += 1)
          await log.append(`clue-${clue}`, { type: 'ClueDiscovered', at: AT, to: 'discovered' });
        await running.catchUp();
        await log.append('calendar-cn', { type: 'CalendarRevised', at: AT, data: { days: 5 } });
        await running.catchUp();
        const now = database.query.selectFrom('states').where('knownTo', '=', '~');
        expect(await now.select('days').distinct().execute()).toEqual([{ days: 5 }]);
        expect(await now.select(({ fn }) => fn.countAll().as('n')).execute()).toEqual([
          { n: 1200 },
        ]);
        const rows = await database.query.selectFrom('totals').select('days').distinct().execute();
        expect(rows).toEqual([{ days: 5 }]);
      });
    });

    describe('following the log', () => {
      it('reaches what is written later, and says so', async () => {
        const committed: bigint[] = [];
        const running = runner(all, { onCommitted: (position) => committed.push(position) });
        await log.append('clue-1', assigned('li'));
        await running.start();
        expect(await running.status()).toMatchObject({ state: 'idle', position: 1n, behind: 0n });
        await log.append('clue-1', assigned('wang'));
        expect((await running.status()).state).toBe('behind');
        expect(await running.reached(2n, 5000)).toBe(true);
        expect(await running.reached(3n, 10)).toBe(false);
        const [, { event }] = await log.store.readAll();
        expect(await running.status()).toMatchObject({ recordedAt: event.recordedAt });
        await running.stop();
        expect(committed).toEqual([1n, 2n]);
        expect(await database.dump('officers')).toEqual(['["clue-1",0,"clue-1","wang",2]']);
      });

      it('stops while it catches up, and goes on from there', async () => {
        for (let clue = 0; clue < 20; clue += 1) await log.append(`clue-${clue}`, assigned('li'));
        const running = runner([officers], { batch: 2, onCommitted: () => void running.stop() });
        await running.start();
        const { position } = await running.status();
        expect(position).toBeLessThan(20n);
        expect(await runner([officers]).catchUp()).toBe(20n);
        expect(await database.dump('officers')).toHaveLength(20);
      });

      it('ends dead when the database fails, and tells those who wait', async () => {
        const running = runner([officers]);
        await running.start();
        await database.close();
        const waiting = running.reached(1n, 5000);
        await log.append('clue-1', assigned('li'));
        expect(await waiting).toBe(false);
        expect(await running.status()).toMatchObject({
          state: 'dead',
          error: { message: 'database is not open' },
        });
        await expect(running.catchUp()).rejects.toThrow('database is not open');
        await running.stop();
        database = await openReadModels(await databases().fresh());
      });

      it('goes on while a table is built beside the one in use', async () => {
        const running = runner(all, { batch: 2 });
        for (let clue = 0; clue < 9; clue += 1) await log.append(`clue-${clue}`, assigned('li'));
        await running.start();
        const before = await database.checksum();
        let live = 0;
        await running.rebuild('officers', () => {
          live += 1;
          if (live === 2) void log.append('clue-3', assigned('wang'));
        });
        await running.reached(10n, 5000);
        await running.stop();
        const after = await database.checksum();
        expect(Object.keys(after)).toEqual(Object.keys(before));
        expect(after.officers).not.toBe(before.officers);
        await runner(all).rebuild();
        expect(await database.checksum()).toEqual(after);
      });
    });
  },
  often([15, 18], [18]),
);
