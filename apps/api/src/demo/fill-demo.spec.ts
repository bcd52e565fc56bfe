import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clue, demoScript, PHASES } from '@cluetrail/clues';
import type { Event } from '@cluetrail/event-sourcing';
import { calendarOf, type Calendar } from '@cluetrail/deadlines';
import { type Installation, openInstallation } from '../installation.js';
import { DemoClock } from './demo-clock.js';
import { fillDemo } from './fill-demo.js';

const DAY = 86_400_000;
/** Friday, 17:00 in Shanghai. */
const UNTIL = Date.parse('2021-10-29T17:00:00+08:00');
const NOW = new Date(UNTIL).toISOString();

const opened: { installation: Installation; directory: string }[] = [];

async function filled(clues: number): Promise<Installation> {
  const directory = mkdtempSync(join(tmpdir(), 'cluetrail-demo-'));
  const clock = new DemoClock();
  clock.set(UNTIL - 331 * DAY);
  const installation = await openInstallation({ directory, create: true, demo: true, clock });
  opened.push({ installation, directory });
  // A refused command would throw.
  expect(await fillDemo(installation, clock, { until: UNTIL, clues })).toBeGreaterThan(0);
  return installation;
}

afterAll(async () => {
  for (const { installation, directory } of opened) {
    await installation.close();
    rmSync(directory, { recursive: true });
    rmSync(`${directory}.key`);
  }
});

describe('the filled demo', () => {
  let demo: Installation;
  let events: readonly Event[];
  beforeAll(async () => {
    demo = await filled(300);
    events = (await demo.store.readAll({ limit: 100_000 })).map(({ event }) => event);
  }, 300_000);

  const clues = () => demo.database.query.selectFrom('clues').selectAll().execute();
  const running = () =>
    demo.database.query
      .selectFrom('obligationSpells')
      .selectAll()
      .where('knownTo', '=', '~')
      .where('happenedTo', '=', '~')
      .where('state', '=', 'open')
      .execute();
  const ofType = (type: string) => events.filter((event) => event.type === type);

  it('has clues in every state and every phase, at several organs', async () => {
    const rows = await clues();
    expect(rows.length).toBeGreaterThan(250);
    expect(sorted(rows.map(({ state }) => state))).toEqual(sorted(Object.keys(clue.states)));
    expect(sorted(rows.map(({ phase }) => phase))).toEqual(sorted(PHASES));
    expect(new Set(rows.map(({ organ }) => organ)).size).toBeGreaterThan(8);
  });

  it('has verifications overdue, and some that fall due within five working days', async () => {
    const verify = (await running()).filter(({ code }) => code === 'verify');
    expect(verify.filter(({ due }) => due !== null && due < NOW).length).toBeGreaterThan(5);
    const last = workingDaysOn(calendarOf('CN'), 5);
    const soon = verify.filter(({ due }) => due !== null && due >= NOW && due <= last);
    expect(soon.length).toBeGreaterThan(1);
  });

  it('has transfers and disposals that nobody answered in time', async () => {
    const late = (await running()).filter(({ due }) => due !== null && due < NOW);
    expect(sorted(late.map(({ code }) => code))).toEqual(
      expect.arrayContaining(['dispose', 'sign', 'verify']),
    );
  });

  it('has acts recorded days after they happened, and one correction', () => {
    const late = events.filter(
      ({ stream, happenedAt, recordedAt }) =>
        stream.startsWith('clue-') && Date.parse(recordedAt) - Date.parse(happenedAt.at) > 2 * DAY,
    );
    expect(sorted(late.map(({ type }) => type))).toEqual(
      expect.arrayContaining(['TransferAccepted', 'VerificationReportSubmitted']),
    );
    expect(ofType('FactCorrected')).toHaveLength(1);
  });

  it('has extensions asked, granted and refused, clocks stopped, and cases that a process opened', () => {
    for (const type of [
      'ExtensionRequested',
      'ExtensionGranted',
      'ExtensionRefused',
      'ClockSuspended',
      'ClockResumed',
      'TransferRefused',
      'InvestigationConcluded',
    ])
      expect([type, ofType(type).length > 0]).toEqual([type, true]);
    const filed = ofType('CaseFiled');
    expect(filed.length).toBeGreaterThan(10);
    expect(new Set(filed.map(({ actor }) => actor.personId))).toEqual(
      new Set(['system:investigation']),
    );
    expect(demo.followUps.refusals().size).toBe(0);
  });

  it('is recorded between 9 and 17 o’clock of working days, each act of every person', () => {
    const people = events.filter(({ actor }) => !actor.personId.startsWith('system:'));
    expect(people.length).toBeGreaterThan(2000);
    const calendar = calendarOf('CN');
    const outside = people.filter(({ recordedAt }) => {
      const local = Date.parse(recordedAt) + SHANGHAI;
      const hour = (local % DAY) / 3_600_000;
      return !calendar.at(Math.floor(local / DAY)).working || hour < 9 || hour > 17.001;
    });
    expect(outside.map(({ type, recordedAt }) => ({ type, recordedAt }))).toEqual([]);
  });

  it('spans about ten months, and ends at the given moment', () => {
    const done = events.filter(({ stream }) => stream.startsWith('clue-'));
    const at = done.map(({ recordedAt }) => Date.parse(recordedAt)).sort((a, b) => a - b);
    expect((UNTIL - at[0]) / DAY).toBeGreaterThan(290);
    expect(at[at.length - 1]).toBeLessThanOrEqual(UNTIL);
    expect((UNTIL - at[at.length - 1]) / DAY).toBeLessThan(2);
  });

  it('names people and matters in both scripts, in clear on the read side only', async () => {
    const people = await demo.database.query.selectFrom('people').select('name').execute();
    const latin = people.filter(({ name }) => /^[A-Za-z ]+$/.test(name)).length;
    expect([latin > 20, people.length - latin > 100]).toEqual([true, true]);
    for (const text of ['Audit found', '群众来信'])
      expect(JSON.stringify(events).includes(text)).toBe(false);
    const texts = await Promise.all(
      ofType('ClueDiscovered').map((event) => demo.unseal(event, 'data.summary')),
    );
    for (const text of ['Audit found', '群众来信'])
      expect(texts.some((one) => one?.includes(text))).toBe(true);
  });

  it('gives the demo’s three persons their offices', () => {
    const roles = ['demo-officer', 'demo-supervisor', 'demo-auditor'].map((person) =>
      demo.references.directory.subject(person, NOW).appointments.map(({ role }) => role),
    );
    expect(roles).toEqual([['case-officer'], ['supervisor'], ['auditor']]);
  });

  it('has work waiting for its officer', async () => {
    const rows = await clues();
    const mine = rows.filter((row) => row.open && row.assigned.includes('|demo-officer|'));
    expect(mine.length).toBeGreaterThan(2);
  });

  it('is the same for the same day: the same clues under the same ids, in the same states', async () => {
    const few = await standing(await filled(15));
    const all = new Map((await standing(demo)).map((row) => [row.clue, row]));
    expect(few.length).toBeGreaterThan(10);
    for (const row of few) expect(all.get(row.clue)).toEqual(row);
  }, 60_000);
});

describe('the script of the demo', () => {
  it('is in the order of time, and differs with the seed', () => {
    const script = demoScript({ until: UNTIL });
    expect(script.map(({ at }) => at)).toEqual(script.map(({ at }) => at).sort((a, b) => a - b));
    expect(demoScript({ until: UNTIL })).toEqual(script);
    expect(demoScript({ until: UNTIL, seed: 2 })).not.toEqual(script);
  });
});

function standing({ database }: Installation) {
  return database.query
    .selectFrom('clues')
    .select([
      'clue',
      'revision',
      'state',
      'organ',
      'subjects',
      'assigned',
      'nextDue',
      'lastEventAt',
    ])
    .execute();
}

const SHANGHAI = 8 * 3_600_000;

/** The end of the n-th working day from today, in Shanghai. */
function workingDaysOn(calendar: Calendar, days: number): string {
  let day = Math.floor((UNTIL + SHANGHAI) / DAY);
  for (let left = days; left > 0; left--)
    do day += 1;
    while (!calendar.at(day).working);
  return new Date((day + 1) * DAY - SHANGHAI - 1).toISOString();
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
