import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event } from '@cluetrail/event-sourcing';
import { DemoClock, fillDemo, serve, type Server, tokenFor } from '../../apps/api/src/index.js';
import { firstStory } from './first-story.js';
import { FIRST_VERSION } from '../support/first-version.js';
import { often } from '../support/often.js';
import { DISCOVERY, openOffice } from '../support/organisation.js';
import { answered, equalAt, instants, lines } from './asked.js';
import { type Axes, bruteForce } from './brute-force-overdue.js';

const UNTIL = Date.parse('2021-11-30T09:00:00.000Z');
const DAY = 86_400_000;
const RANGE = { until: UNTIL + 40 * DAY, days: 360, seed: 42 };

/** Random (T, K). */
const POINTS = often(1000, 200);

/** Late records, corrections, extensions, suspensions, refused transfers and cases over ten months of 2021. */
describe('overdue at T as known at K', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-oracle-'));
  const log: Event[] = [];
  let server: Server;
  let asked = { url: '', token: '' };

  beforeAll(async () => {
    const clock = new DemoClock();
    clock.set(UNTIL - 331 * DAY);
    server = await serve({
      directory: join(root, 'data'),
      create: true,
      demo: true,
      clock,
      port: 0,
      shipped: FIRST_VERSION,
    });
    const script = firstStory({ until: UNTIL, clues: often(140, 70) });
    await fillDemo(server.installation, clock, { until: UNTIL, script });
    await correctSome(server, clock);
    const { token } = await tokenFor(server.installation, {
      personId: 'demo-supervisor',
      label: 'test',
    });
    asked = { url: server.url ?? '', token };
    for (const { event } of await server.installation.store.readAll()) log.push(event);
  }, 300_000);
  afterAll(async () => {
    await server.close();
    rmSync(root, { recursive: true, force: true });
  });

  const listed = ({ T, K }: Axes) => answered(asked, 'overdue', { asOf: T, knownAt: K });

  it(`equals a brute-force fold over the exported log for ${POINTS} random (T, K)`, async () => {
    const running = bruteForce(log);
    const overdue = await equalAt(
      instants(POINTS, RANGE),
      (axes) => running(axes).filter(({ due }) => due < axes.T),
      listed,
    );
    expect(log.filter(({ type }) => type === 'FactCorrected').length).toBeGreaterThan(10);
    expect(log.filter(late).length).toBeGreaterThan(10);
    expect(overdue).toBeGreaterThan(POINTS);
  }, 300_000);

  it('is a question that an answer without the axis of knowledge gets wrong', async () => {
    const wrong: string[] = [];
    for (const axes of instants(60, RANGE)) {
      const now = await answered(asked, 'overdue', { asOf: axes.T });
      if (JSON.stringify(lines(now)) !== JSON.stringify(lines(await listed(axes))))
        wrong.push(axes.T);
    }
    expect(wrong.length).toBeGreaterThan(10);
  });
});

function late({ happenedAt, recordedAt }: Event): boolean {
  return Date.parse(recordedAt) - Date.parse(happenedAt.at) > 2 * DAY;
}

/** In December it turns out that some reports had been handed in earlier than was written down. */
async function correctSome({ installation }: Server, clock: DemoClock): Promise<void> {
  clock.set(UNTIL + 20 * DAY);
  const recorded = await installation.store.readAll();
  const reports = recorded
    .filter(({ event }) => event.type === 'VerificationReportSubmitted')
    .slice(0, 30);
  for (const { event } of reports) {
    const { engine } = installation;
    const { events, version } = await engine.streams.load(event.stream);
    const signed = events.findLast(({ type }) => type === 'VerificationReportSigned');
    await engine.give({
      kind: 'clue',
      command: 'correctFact',
      stream: event.stream,
      expectedVersion: version,
      by: { personId: `leader-${event.organ}`, key: `correct-${event.eventId}` },
      body: {
        targetEventId: event.eventId,
        field: 'happenedAt',
        old: event.happenedAt,
        new: signed?.happenedAt,
        reason: '时间录入有误',
      },
    });
  }
  await installation.runner.catchUp();
}

it('a correction recorded in December to a fact of October changes November’s answer as known now, not as known then', async () => {
  const office = await openOffice({ shipped: FIRST_VERSION });
  try {
    const { clock, ask } = office;
    let id = '';
    let version = 0;
    const give = async (at: string, as: string, command: string, body: object) => {
      clock.set(at);
      const path = command === 'discover' ? '/api/clues' : `/api/clues/${id}/${command}`;
      const answer = await ask('POST', path, {
        as,
        body,
        headers: version > 0 ? { 'if-match': `"${version}"` } : {},
      });
      if (answer.status >= 300) throw new Error(`${command}: ${answer.text}`);
      ({ id, version } = answer.body);
      return answer.body.eventId as string;
    };
    const digest = 'a'.repeat(64);
    const team = ['officer-1-nn', 'officer-2-nn'];
    await give('2021-08-02T01:00:00Z', 'admin-gx', 'discover', DISCOVERY);
    await give('2021-08-03T01:00:00Z', 'admin-gx', 'transfer', { to: 'nn', direction: 'down' });
    await give('2021-08-04T01:00:00Z', 'admin-nn', 'acceptTransfer', {});
    await give('2021-08-05T01:00:00Z', 'head-nn', 'assignOfficers', { officers: team });
    await give('2021-08-06T01:00:00Z', 'officer-1-nn', 'proposeDisposal', { way: 'verify' });
    await give('2021-08-09T01:00:00Z', 'leader-nn', 'approveDisposal', {});
    // Two months from 30 August: due on 30 October, a Saturday, hence Monday 1 November.
    await give('2021-08-30T01:00:00Z', 'head-nn', 'startVerification', { team });
    for (const member of team)
      await give('2021-10-28T02:00:00Z', member, 'signVerificationReport', { digest });
    const report = await give('2021-11-10T02:00:00Z', 'officer-1-nn', 'submitVerificationReport', {
      digest,
      findings: [{ matter: 'main', result: 'partly' }],
      proposal: 'close',
    });
    const submitted = (await office.installation.store.read(`clue-${id}`)).find(
      ({ event }) => event.eventId === report,
    );
    await give('2021-12-06T02:00:00Z', 'leader-nn', 'correctFact', {
      targetEventId: report,
      field: 'happenedAt',
      old: submitted?.event.happenedAt,
      new: '2021-10-29T10:00:00+08:00',
      reason: '报告早已提交',
    });
    await office.installation.runner.catchUp();
    const overdue = async (axes: string) =>
      (
        await ask('GET', `/api/overdue?asOf=2021-11-05&${axes}`, { as: 'supervisor-gx' })
      ).body.items.map(({ obligation }: { obligation: string }) => obligation);
    expect(await overdue('knownAt=2021-11-30')).toEqual(['verify#1']);
    expect(await overdue('')).toEqual([]);
  } finally {
    await office.dispose();
  }
}, 180_000);
