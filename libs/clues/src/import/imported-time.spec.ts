import { importedInstant } from './imported-time.js';

const at = (text: string) => importedInstant(text, 'Europe/Amsterdam');

describe('the time of an imported row', () => {
  it('is read with its offset, and cut to milliseconds', () => {
    expect(at('2011-10-11 13:42:22.688999+02:00')).toBe('2011-10-11T11:42:22.688Z');
    expect(at('2011-12-06T13:41:31+01:00')).toBe('2011-12-06T12:41:31.000Z');
    expect(at('2011-12-06T13:41:31.5Z')).toBe('2011-12-06T13:41:31.500Z');
  });

  it('is local to the zone of the mapping where it has no offset', () => {
    expect(at('2011-07-01 12:00:00')).toBe('2011-07-01T10:00:00.000Z');
    expect(at('2011-12-01 12:00:00')).toBe('2011-12-01T11:00:00.000Z');
    // Twice 02:30 in the night in which the clocks are put back: the first one.
    expect(at('2011-10-30 02:30:00')).toBe('2011-10-30T00:30:00.000Z');
  });

  it.each([
    '',
    'yesterday',
    '2011-10-11',
    '2011-02-30 12:00:00+01:00',
    '2011-02-30 12:00:00',
    '2011-13-01 12:00:00Z',
    '2011-10-11 24:00:00Z',
    '2011-10-11 12:60:00Z',
    '11/10/2011 12:00:00',
    '2011-10-11 12:00:00+0200',
    '0202-01-01 10:00:00+01:00',
    '0202-01-01 10:00:00',
    '9999-12-31 23:59:59',
  ])('is none: %s', (text) => expect(at(text)).toBeUndefined());
});
