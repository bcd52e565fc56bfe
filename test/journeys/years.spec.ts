import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Draft } from '@cluetrail/event-sourcing';
import { cluetrailAlone as cluetrail } from '../support/command-line.js';
import { imported } from '../support/importing.js';
import { DISCOVERY, openOffice, type TestOffice } from '../support/organisation.js';

const WHO = { personId: 'admin-gx', role: 'clue-admin', organId: 'gx' };

describe('a year that nobody means', () => {
  let office: TestOffice;
  beforeAll(async () => (office = await openOffice()));
  afterAll(() => office.dispose());
  const get = (path: string) => office.ask('GET', `/api/${path}`, { as: 'supervisor-gx' });

  it.each([
    ['0202-06-01', 'a time from 1900 on'],
    ['0001-01-01', 'a time from 1900 on'],
    ['1899-12-31T23:59:59+08:00', 'a time from 1900 on'],
    ['9999-01-01', 'a time before 9999'],
  ])('is refused where something happened: %s', async (happenedAt, expected) => {
    const body = { ...DISCOVERY, happenedAt };
    const { status, body: answer } = await office.ask('POST', '/api/clues', {
      as: 'admin-gx',
      body,
    });
    expect([status, answer.errors]).toEqual([
      400,
      [{ path: 'happenedAt', expected, found: happenedAt }],
    ]);
  });

  it.each(['0000-01-01', '0001-01-01', '0100-01-01', '0300-01-01', '1899-12-31', '9999-12-31'])(
    'is refused in a question: %s',
    async (date) => {
      for (const list of ['due-soon', 'overdue', 'totals'])
        for (const axis of ['asOf', 'knownAt']) {
          const { status, body } = await get(`${list}?${axis}=${date}`);
          expect([list, status, body.errors?.[0].path]).toEqual([list, 400, axis]);
          expect(body.errors[0].expected).toMatch(/^a time (from 1900 on|before 9999)$/);
        }
    },
  );

  it('leaves the first and the last that may be asked about', async () => {
    for (const date of ['1900-01-01', '9998-12-31'])
      for (const list of ['due-soon?within=999M&', 'overdue?', 'totals?'])
        expect((await get(`${list}asOf=${date}`)).status).toBe(200);
  });

  it.each([
    '0000-12-31T15:54:17.000Z',
    '0099-06-01T01:00:00.000Z',
    '0202-06-01T01:00:00.000Z',
    '9999-12-31T23:00:00.000Z',
    '+010000-01-01T04:00:00.000Z',
  ])('is answered where it stands in the log: %s', async (at) => {
    const id = await standing(at);
    for (const path of ['', '/deadlines', '/history'])
      expect([path, (await get(`clues/${id}${path}?asOf=2021-10-08`)).status]).toEqual([path, 200]);
    const { status, body, text } = await get(`clues/${id}/deadlines`);
    expect(status).toBe(200);
    expect(text).not.toContain('+01');
    // What happens in 9999 has not begun.
    expect(body.items.length).toBe(at.startsWith('9') ? 0 : 1);
    for (const { dueOn } of body.items) expect(dueOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    for (const list of ['clues', 'desk', 'overdue', 'due-soon', 'transfers', 'totals'])
      expect([list, (await get(list)).status]).toEqual([list, 200]);
    expect((await office.installation.runner.status()).parked).toBe(0);
  });

  it('can be corrected where it stands, but not to another such', async () => {
    const at = '0202-06-01T01:00:00.000Z';
    const id = await standing(at);
    const { items } = (await get(`clues/${id}/history`)).body;
    const correct = (next: string) =>
      office.ask('POST', `/api/clues/${id}/correctFact`, {
        as: 'leader-gx',
        headers: { 'if-match': '"2"' },
        body: {
          targetEventId: items[1].eventId,
          field: 'happenedAt',
          old: { at, zone: 'Asia/Shanghai', precision: 'ms' },
          new: next,
          reason: 'a typing error',
        },
      });
    const refused = (await correct('0203-06-01')).body;
    expect([refused.code, refused.details?.expected, refused.details?.found]).toEqual([
      'not-a-time',
      'a time from 1900 on',
      '0203-06-01',
    ]);
    expect((await correct('2021-06-01')).status).toBe(200);
  });

  it('and a future are faults of an imported row, with its line', async () => {
    const setUp = await openOffice({ empty: true });
    const { result } = await imported(setUp, Readable.from([CSV])).finally(() => setUp.dispose());
    const early = { expected: 'a time from 1900 on', found: '0202-01-01 10:00:00+01:00' };
    const ahead = { expected: expect.stringMatching(/^a time up to now, 2021/) };
    expect(result?.faults).toEqual([
      { line: 3, column: 'time:timestamp', ...early },
      { line: 4, column: 'time:timestamp', ...ahead, found: '2999-01-01T09:00:00.000Z' },
      { line: 5, column: 'case:enddate', ...ahead, found: '2999-01-01T09:00:00.000Z' },
      { line: 6, column: 'case:deadline', expected: 'a time before 9999', found: LATE },
    ]);
    expect(result?.cases).toBe(1);
  });

  it.each([
    [['0202-06-01', '5W'], 'expected a time from 1900 on, found 0202-06-01'],
    [['9999-12-31', '5W'], 'expected a time before 9999, found 9999-12-31 and 5W'],
    [['9998-12-31', '5W'], 'expected a time before 9999, found 9998-12-31 and 5W'],
    [['2021-06-01', '5h'], 'found 5h (hours end on no day)'],
  ])('is refused by `calendar add`: %j', (words, told) => {
    const { status, stdout, stderr } = cluetrail('calendar', 'add', ...words, '--json');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(told);
  });

  it('is no day of the demonstration', () => {
    const { status, stderr } = cluetrail(
      'demo',
      '--today',
      '0202-06-01',
      '--data',
      '/nonexistent/d',
    );
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining('--today: expected a time from 1900 on, found 0202-06-01'),
    ]);
  });

  /** A clue that was transferred: what earlier versions let in. */
  async function standing(at: string): Promise<string> {
    const id = randomUUID();
    const stream = `clue-${id}`;
    const told = (type: string, data: Draft['data'], change: Draft['change']): Draft => ({
      eventId: randomUUID(),
      stream,
      type,
      schemaVersion: 1,
      happenedAt: { at, zone: 'Asia/Shanghai', precision: 'ms' },
      actor: WHO,
      basis: { procedure: 'cn-2019-example', version: 1 },
      organ: 'gx',
      level: 'L1',
      ...(change && { change }),
      correlationId: id,
      causationId: id,
      commandId: randomUUID(),
      data,
    });
    await office.installation.store.append(stream, 0, [
      told('ClueDiscovered', { source: 'other', subjects: [] }, { from: 'none', to: 'registered' }),
      told(
        'ClueTransferred',
        { to: 'nn', direction: 'down' },
        { from: 'registered', to: 'inTransit' },
      ),
    ]);
    await office.installation.runner.catchUp();
    return id;
  }
});

const AT = '2011-01-03 10:00:00+01:00';
const LATE = '9999-01-01 10:00:00+01:00';
const AHEAD = '2999-01-01 10:00:00+01:00';
const row = (id: string, at: string, { end = '', deadline = AHEAD } = {}) =>
  [`case-${id}`, id, 'T02 Check', at, 'Resource21', AT, end, deadline].join(',');
const CSV = [
  'case:concept:name,concept:instance,concept:name,time:timestamp,org:resource,case:startdate,case:enddate,case:deadline',
  row('y1', AT),
  row('y2', '0202-01-01 10:00:00+01:00'),
  row('y3', AHEAD),
  row('y4', AT, { end: AHEAD }),
  row('y5', AT, { deadline: LATE }),
].join('\n');
