import fc from 'fast-check';
import {
  asOfOf,
  boundedInstant,
  dayEnd,
  dayStart,
  happenedAtOf,
  happenedAtOfAnyYear,
  isZone,
  knownAtOf,
  localDate,
  NotATime,
  OutOfYears,
} from './time.js';

const shanghai = 'Asia/Shanghai';
const amsterdam = 'Europe/Amsterdam';

describe('when something happened', () => {
  it('is a day when a date is given: fixed as the instant at which that local day began', () => {
    expect(happenedAtOf('2021-10-31', shanghai)).toEqual({
      at: '2021-10-30T16:00:00.000Z',
      zone: shanghai,
      precision: 'day',
    });
    expect(happenedAtOf('2021-10-31', 'America/New_York').at).toBe('2021-10-31T04:00:00.000Z');
  });

  it('is a minute when no seconds are given', () => {
    expect(happenedAtOf('2021-10-31T09:30+08:00', shanghai)).toEqual({
      at: '2021-10-31T01:30:00.000Z',
      zone: shanghai,
      precision: 'minute',
    });
    expect(happenedAtOf('2021-10-31T01:30Z', shanghai).at).toBe('2021-10-31T01:30:00.000Z');
  });

  it.each([
    ['2021-10-31T09:30:00+08:00', '2021-10-31T01:30:00.000Z'],
    ['2021-10-31T01:30:00.5Z', '2021-10-31T01:30:00.500Z'],
    ['2021-10-31T01:30:00.123999999Z', '2021-10-31T01:30:00.123Z'],
    ['2021-12-31T23:59:59.999-03:30', '2022-01-01T03:29:59.999Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('is a millisecond otherwise: %s', (text, at) => {
    expect(happenedAtOf(text, shanghai)).toEqual({ at, zone: shanghai, precision: 'ms' });
  });

  it.each([
    '2021-02-30',
    '2021-02-29',
    '2021-13-01',
    '2021-00-10',
    '2021-02-30T10:00:00Z',
    '2021-02-30T10:00Z',
    '2021-10-31T24:00:00Z',
    '2021-10-31T24:00Z',
    '2021-10-31T23:59:60Z',
    '2021-10-31T10:60:00Z',
    '2021-10-31T10:00:00',
    '2021-10-31T10:00',
    '2021-10-31T10:00:00+99:99',
    '2021-10-31T10:00:00.Z',
    '2021-10-31 10:00:00Z',
    '2021-10-31t10:00:00z',
    '2021-10-31T10:00:00[Asia/Shanghai]',
    '31-10-2021',
    '2021-W44-7',
    '20211031',
    '+002021-10-31',
    ' 2021-10-31',
    '2021-10-31\n',
    'now',
    '',
    '9999-12-31T23:00:00-05:00',
    '0000-01-01T00:00:00+05:00',
  ])('is refused as %j', (text) => {
    expect(() => happenedAtOf(text, shanghai)).toThrow(NotATime);
    expect(() => asOfOf(text, shanghai)).toThrow(NotATime);
    expect(() => knownAtOf(text, shanghai)).toThrow(NotATime);
  });
});

describe('asking about a moment', () => {
  it('by date means the last millisecond of that day in the zone', () => {
    expect(asOfOf('2021-10-31', shanghai)).toBe('2021-10-31T15:59:59.999Z');
    expect(asOfOf('2021-12-31', amsterdam)).toBe('2021-12-31T22:59:59.999Z');
  });

  it('by instant means that instant, in milliseconds', () => {
    expect(asOfOf('2021-10-31T09:30:00.123456+08:00', shanghai)).toBe('2021-10-31T01:30:00.123Z');
  });

  it('as known on a date takes in every event recorded on that day, to the last microsecond', () => {
    expect(knownAtOf('2021-10-31', shanghai)).toBe('2021-10-31T15:59:59.999999Z');
  });

  it.each([
    ['2021-10-31T01:30:00Z', '2021-10-31T01:30:00.000000Z'],
    ['2021-10-31T01:30:00.5Z', '2021-10-31T01:30:00.500000Z'],
    ['2021-10-31T01:30:00.1234Z', '2021-10-31T01:30:00.123400Z'],
    ['2021-10-31T09:30:00.123456+08:00', '2021-10-31T01:30:00.123456Z'],
    ['2021-10-31T01:30:00.123456789-00:00', '2021-10-31T01:30:00.123456Z'],
  ])('as known at an instant keeps microseconds: %s', (text, known) => {
    expect(knownAtOf(text, shanghai)).toBe(known);
  });
});

describe('a year', () => {
  const readers = [happenedAtOf, asOfOf, knownAtOf];

  it.each(['0000-01-01', '0001-01-01', '0202-06-01', '1899-12-31T23:59:59Z'])(
    'before 1900 is a typing error: %s',
    (text) => {
      for (const read of readers) expect(() => read(text, shanghai)).toThrow(OutOfYears);
      for (const read of readers)
        expect(() => read(text, shanghai)).toThrow(
          `expected a time from 1900 on, found ${JSON.stringify(text)}`,
        );
    },
  );

  it.each(['9999-01-01', '9999-12-31T23:59:59Z'])('after 9998 leaves no room: %s', (text) => {
    for (const read of readers)
      expect(() => read(text, shanghai)).toThrow('expected a time before 9999');
  });

  it('is that which was written, wherever the day begins', () => {
    expect(happenedAtOf('1900-01-01', shanghai).at).toBe('1899-12-31T15:54:17.000Z');
    expect(asOfOf('9998-12-31', 'America/New_York')).toBe('9999-01-01T04:59:59.999Z');
  });

  it('that stands already is read all the same', () => {
    expect(happenedAtOfAnyYear('0202-06-01', 'UTC').at).toBe('0202-06-01T00:00:00.000Z');
  });

  it.each([
    ['0000-12-31T15:54:17.000Z', shanghai, '0001-01-01'],
    ['0000-12-31T15:54:17.000Z', 'UTC', '0000-12-31'],
    ['0099-06-01T00:00:00.000Z', 'UTC', '0099-06-01'],
    ['0999-12-31T23:00:00.000Z', shanghai, '1000-01-01'],
    ['1000-01-01T00:00:00.000Z', 'America/New_York', '0999-12-31'],
    ['0000-01-01T00:00:00.000Z', 'America/New_York', '0000-01-01'],
    ['9999-12-31T23:00:00.000Z', shanghai, '9999-12-31'],
    ['+010000-01-01T04:00:00.000Z', 'UTC', '9999-12-31'],
  ])('of a local day has four digits: %s in %s', (at, zone, date) => {
    expect(localDate(at, zone)).toBe(date);
  });

  it('is never beyond those that compare as text', () => {
    expect(dayEnd('9999-12-31', 'America/New_York')).toBe('9999-12-31T23:59:59.999Z');
    expect(boundedInstant(-1e14)).toBe('0000-01-01T00:00:00.000Z');
    expect(boundedInstant(1e15)).toBe('9999-12-31T23:59:59.999Z');
  });
});

describe('a local day', () => {
  const hours = (date: string, zone: string) =>
    (Date.parse(dayEnd(date, zone)) + 1 - Date.parse(dayStart(date, zone))) / 3_600_000;

  it('has 23 and 25 hours in Amsterdam when the clock changes', () => {
    expect(dayStart('2021-03-28', amsterdam)).toBe('2021-03-27T23:00:00.000Z');
    expect(dayEnd('2021-03-28', amsterdam)).toBe('2021-03-28T21:59:59.999Z');
    expect(dayStart('2021-10-31', amsterdam)).toBe('2021-10-30T22:00:00.000Z');
    expect(dayEnd('2021-10-31', amsterdam)).toBe('2021-10-31T22:59:59.999Z');
    expect(['2021-03-28', '2021-03-29', '2021-10-31'].map((d) => hours(d, amsterdam))).toEqual([
      23, 24, 25,
    ]);
  });

  it('had 23 and 25 hours in Shanghai too, from 1986 to 1991', () => {
    expect(hours('1986-05-04', shanghai)).toBe(23);
    expect(hours('1991-09-15', shanghai)).toBe(25);
    expect(hours('1992-05-03', shanghai)).toBe(24);
  });

  it.each([
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    ['2022-03-27', 'Asia/Beirut', '2022-03-26T22:00:00.000Z'],
    ['2023-04-28', 'Africa/Cairo', '2023-04-27T22:00:00.000Z'],
  ])('begins at one where midnight is skipped: %s in %s', (date, zone, start) => {
    expect(dayStart(date, zone)).toBe(start);
    expect(hours(date, zone)).toBe(23);
    expect(localDate(start, zone)).toBe(date);
    expect(localDate(new Date(Date.parse(start) - 1).toISOString(), zone)).not.toBe(date);
  });

  it('begins at the first of two midnights where midnight comes twice', () => {
    // Havana, 2021-11-07: at 01:00 the clock went back to 00:00.
    expect(dayStart('2021-11-07', 'America/Havana')).toBe('2021-11-07T04:00:00.000Z');
    expect(hours('2021-11-07', 'America/Havana')).toBe(25);
  });

  it('ends one millisecond before the next begins, and both its ends are of its date', () => {
    const zones = [shanghai, amsterdam, 'America/Sao_Paulo', 'Asia/Beirut', 'Pacific/Chatham'];
    const dates = fc
      .date({ min: new Date('1980-01-01'), max: new Date('2040-12-30'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(dates, fc.constantFrom(...zones), (date, zone) => {
        const next = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
        expect(Date.parse(dayEnd(date, zone)) + 1).toBe(Date.parse(dayStart(next, zone)));
        expect(localDate(dayStart(date, zone), zone)).toBe(date);
        expect(localDate(dayEnd(date, zone), zone)).toBe(date);
      }),
    );
  });

  it('is that of its zone, whatever the zone of the machine', () => {
    expect(localDate('2021-10-31T16:00:00.000Z', shanghai)).toBe('2021-11-01');
    expect(localDate('2021-10-31T15:59:59.999Z', shanghai)).toBe('2021-10-31');
    expect(localDate('2021-10-31T16:00:00.000Z', 'Pacific/Honolulu')).toBe('2021-10-31');
  });
});

describe('a zone', () => {
  it.each([shanghai, 'UTC', 'America/Argentina/Buenos_Aires'])('may be %s', (zone) => {
    expect(isZone(zone)).toBe(true);
  });
  it.each(['', '+08:00', '-05', 'Mars/Olympus', 'Beijing time'])('may not be %j', (zone) => {
    expect(isZone(zone)).toBe(false);
  });
});
