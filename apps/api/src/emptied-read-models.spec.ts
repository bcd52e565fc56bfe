import { setTimeout as delay } from 'node:timers/promises';
import { cluetrail } from '../../../test/support/command-line.js';
import { describeOnPostgres } from '../../../test/support/describe-on-postgres.js';
import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';
import { serverLog } from './server-log.js';
import { systemDraft } from './system-draft.js';

describeOnPostgres('a server whose read models a crash of the database has emptied', (on) => {
  let office: TestOffice;
  const lines: string[] = [];
  beforeEach(async () => {
    const log = serverLog('info', { write: (line) => void lines.push(line) });
    office = await openOffice({ store: on.url, log });
  });
  afterEach(() => office?.dispose());

  const asked = (path: string) => office.ask('GET', `/api/${path}`, { as: 'leader-nn' });
  const listed = () => asked('clues');
  const ready = () => office.ask('GET', '/health/ready');
  const until = async (condition: () => boolean | Promise<boolean>) => {
    const end = performance.now() + 20_000;
    while (!(await condition()) && performance.now() < end) await delay(20);
  };

  it('answers nothing from them before they are built anew, and calls no sound log damaged', async () => {
    const { database, store, clock } = office.installation;
    // More than is read at a time, and no more of it concerns anybody.
    const noted = () => systemDraft({ stream: 'note-a', type: 'Noted', data: {}, clock });
    await store.append('note-a', 0, Array.from({ length: 600 }, noted));
    const discovery = { as: 'intake-nn', body: DISCOVERY };
    const { status, body } = await office.ask('POST', '/api/clues', discovery);
    expect(status).toBe(201);
    await until(async () => (await ready()).body.readSide === 'idle');
    const before = await listed();
    // Holds the runner before it has read anything again, and when it has read a part.
    const { transaction } = database;
    const steps = [1, 2].map(() => ({
      begun: Promise.withResolvers<void>(),
      goesOn: Promise.withResolvers<void>(),
    }));
    let done = 0;
    database.transaction = async (work) => {
      const step = steps[done - 1];
      step?.begun.resolve();
      await step?.goesOn.promise;
      const result = await transaction.call(database, work);
      done += 1;
      return result as Awaited<ReturnType<typeof work>>; // as the port says
    };
    await on.server.query('checkpoint');
    await on.server.stop('SIGQUIT');
    await on.server.start();
    // Whoever waits for it would wait for ever where something is not as expected.
    const goOn = setTimeout(() => steps.forEach(({ goesOn }) => goesOn.resolve()), 30_000);
    const percents: number[] = [];
    for (const { begun, goesOn } of steps) {
      await begun.promise;
      const own = `clues?after=${body.receipt}`;
      const questions = ['clues', own, `clues?q=${encodeURIComponent('陈')}`, 'people/chen'];
      const answers = [...(await Promise.all(questions.map(asked))), await ready()];
      for (const { status, body, headers } of answers) {
        expect([status, body.code, headers['retry-after']]).toEqual([
          ...[503, 'read-models-rebuilding', '1'],
        ]);
        expect(body.detail.en).toContain(` ${body.details.percent} % of it is in them`);
        expect(body.details).toEqual(answers[0].body.details);
      }
      percents.push(answers[0].body.details.percent);
      // Nobody is told that it goes on while questions are refused.
      expect(lines.filter((line) => line.includes('read side goes on'))).toEqual([]);
      const words = ['query', 'clues', '--as', 'leader-nn', '--data', office.directory];
      expect((await cluetrail(...words)).stderr).toBe(
        `cluetrail: read-models-rebuilding: ${answers[0].body.detail.en}\n`,
      );
      goesOn.resolve();
    }
    clearTimeout(goOn);
    expect(percents[0]).toBe(0);
    expect(percents[1]).toBeGreaterThan(50);
    expect(percents[1]).toBeLessThan(100);
    await until(async () => (await ready()).body.readSide === 'idle');
    expect((await listed()).body).toEqual(before.body);
    const told = lines.map((line) => JSON.parse(line).msg).filter((msg) => /read side/.test(msg));
    expect([told[0], told.indexOf('read side goes on')]).toEqual([
      ...['read side stopped', told.length - 1],
    ]);
    expect([store.damage, lines.filter((line) => line.includes('log-damaged'))]).toEqual([[], []]);
  }, 60_000);
});
