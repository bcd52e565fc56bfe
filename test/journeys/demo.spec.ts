import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clue, DEMO_PERSONS, demoScript, PHASES } from '@cluetrail/clues';
import { calendarOf, type Calendar } from '@cluetrail/deadlines';
import { type Event, kindOf } from '@cluetrail/event-sourcing';
import {
  demoBegins,
  DemoClock,
  fillDemo,
  type Installation,
  openInstallation,
  serve,
  type Server,
  tokenFor,
} from '../../apps/api/src/index.js';
import { patience, storeFor } from '../support/store.js';

/** Wednesday, 10 November 2021, 17:00 in Shanghai. */
const UNTIL = Date.parse('2021-11-10T17:00:00+08:00');
const NOW = new Date(UNTIL).toISOString();
const DAY = 86_400_000;
const SHANGHAI = 8 * 3_600_000;
/** Of the smaller one: enough for some of them to become cases. */
const FEW = 40;

describe('the demo', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-demo-'));
  const directory = join(root, 'data');
  let server: Server;
  let demo: Installation;
  let events: readonly Event[];

  beforeAll(async () => {
    const clock = new DemoClock();
    clock.set(demoBegins(UNTIL));
    const store = storeFor(directory);
    server = await serve({ directory, store, create: true, demo: true, clock, port: 0 });
    demo = server.installation;
    // A refused command would throw.
    await fillDemo(demo, clock, { until: UNTIL });
    events = await toldBy(demo);
  }, patience(300_000));
  afterAll(async () => {
    await server.close();
    rmSync(root, { recursive: true, force: true });
  });

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
  const asked = async (path: string): Promise<Record<string, unknown>[]> => {
    const personId = DEMO_PERSONS.supervisor;
    const { token } = await tokenFor(demo, { personId, label: 'test' });
    const answer = await fetch(`${server.url}${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { items } = (await answer.json()) as { items: Record<string, unknown>[] }; // a list's answer
    return items;
  };

  it('has about 300 clues, in every state and every phase, at several organs', async () => {
    const rows = await clues();
    expect(rows.length).toBeGreaterThan(280);
    expect(sorted(rows.map(({ state }) => state))).toEqual(sorted(Object.keys(clue.states)));
    expect(sorted(rows.map(({ phase }) => phase))).toEqual(sorted(PHASES));
    expect(new Set(rows.map(({ organ }) => organ)).size).toBeGreaterThan(8);
  });

  it('has overdue verifications, and some that are due within five working days', async () => {
    expect((await asked('/api/overdue?obligation=verify')).length).toBeGreaterThan(5);
    const soon = await asked('/api/due-soon?obligation=verify');
    expect(soon.length).toBeGreaterThan(2);
    const last = workingDaysOn(calendarOf('CN'), 5);
    for (const { dueOn } of soon)
      expect(String(dueOn) >= '2021-11-10' && String(dueOn) <= last).toBe(true);
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
    expect(late.length).toBeGreaterThan(10);
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
      'ClueClosed',
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

  it('gives its three persons their offices', () => {
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

  it(
    'is the same for the same day: the same acts on the same clues and cases, recorded at the same moments',
    async () => {
      const few = await filledWith(FEW, join(root, 'few'));
      expect(few.size).toBeGreaterThan(FEW);
      expect([...few.values()].flat().map(({ type }) => type)).toEqual(
        expect.arrayContaining(['ClueDiscovered', 'InvestigationStarted', 'CaseFiled']),
      );
      const all = actsOf(events);
      for (const [stream, acts] of few) expect([stream, all.get(stream)]).toEqual([stream, acts]);
    },
    patience(60_000),
  );

  it('is a demo for ever: it never opens as production', async () => {
    await server.close();
    await expect(openInstallation({ directory, create: false })).rejects.toMatchObject({
      code: 'demo-log',
    });
    server = await serve({ directory, create: false, demo: true, port: 0 });
  });
});

describe('the script of the demo', () => {
  it('is in the order of time, the same for the same day and seed, and differs with the seed', () => {
    const script = demoScript({ until: UNTIL });
    expect(script.map(({ at }) => at)).toEqual(script.map(({ at }) => at).sort((a, b) => a - b));
    expect(demoScript({ until: UNTIL })).toEqual(script);
    expect(demoScript({ until: UNTIL, seed: 2 })).not.toEqual(script);
  });
});

async function toldBy({ store }: Installation): Promise<readonly Event[]> {
  return (await store.readAll({ limit: 100_000 })).map(({ event }) => event);
}

/** What the first so many clues and their cases say, in a directory of their own. */
async function filledWith(count: number, directory: string) {
  const clock = new DemoClock();
  clock.set(demoBegins(UNTIL));
  const installation = await openInstallation({ directory, create: true, demo: true, clock });
  try {
    await fillDemo(installation, clock, { until: UNTIL, clues: count });
    return actsOf(await toldBy(installation));
  } finally {
    await installation.close();
  }
}

/** Of every clue and case, by its stream. Within one millisecond the order of a process and a person may differ. */
function actsOf(events: readonly Event[]) {
  const acts = events
    .filter(({ stream }) => ['clue', 'case'].includes(kindOf(stream)))
    .map(({ stream, type, eventId, recordedAt }) => ({
      ...{ stream, type, eventId },
      at: recordedAt.slice(0, 23),
    }));
  return Map.groupBy(acts, ({ stream }) => stream);
}

/** The n-th working day from today, in Shanghai. */
function workingDaysOn(calendar: Calendar, days: number): string {
  let day = Math.floor((UNTIL + SHANGHAI) / DAY);
  for (let left = days; left > 0; left--)
    do day += 1;
    while (!calendar.at(day).working);
  return new Date(day * DAY).toISOString().slice(0, 10);
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
