import { BROKEN_COLOURS } from '../test/broken-colours.js';
import { BROKEN, SOUND } from '../test/broken-procedures.js';
import { permit } from '../test/permit.js';
import { UNKNOWN_FIELDS } from '../test/unknown-fields.js';
import { parseProcedure } from './parse-procedure.js';

const VOCABULARY = {
  workflows: [permit],
  roles: ['clerk', 'judge'],
  tiers: ['county', 'town'],
  events: ['PermitAreaMeasured'],
  processes: [],
};

describe('a procedure', () => {
  it('is read as it was written, with what it leaves out filled in', () => {
    expect(parseProcedure(SOUND, VOCABULARY)).toEqual({
      procedure: {
        name: 'permits',
        version: 1,
        title: { en: 'Permits', zh: '许可' },
        notice: { en: 'A test', zh: '测试' },
        zone: 'Europe/Amsterdam',
        workflows: {
          permit: {
            apply: {
              by: ['clerk'],
              at: 'responsible',
              from: ['none'],
              to: 'asked',
              requires: [],
              allows: {},
              basis: { confidence: 'design' },
            },
            decide: {
              by: ['judge'],
              at: 'responsible',
              from: ['asked'],
              to: { field: 'outcome', cases: { grant: 'granted', deny: 'denied' } },
              requires: ['reason'],
              allows: { outcome: ['grant', 'deny'] },
              basis: { article: '7', confidence: 'quoted' },
            },
          },
        },
        fourEyes: [['apply', 'decide']],
        obligations: [
          {
            code: 'answer',
            title: { en: 'Answer', zh: '答复' },
            watch: 'permit',
            starts: ['PermitAskedFor'],
            meets: ['PermitDecided'],
            cancels: [],
            length: '8W',
            owner: 'responsible',
            extension: { length: '6W', max: 1, by: ['judge'] },
            alerts: { red: '9W' },
            basis: { source: 'a law', confidence: 'quoted' },
          },
        ],
      },
    });
  });

  it.each([...BROKEN, ...BROKEN_COLOURS, ...UNKNOWN_FIELDS])(
    'is refused for $says',
    ({ change: [from, to], line, path, ...fault }) => {
      expect(SOUND.split(from)).toHaveLength(2);
      const read = parseProcedure(SOUND.replace(from, to), VOCABULARY);
      expect(read).toHaveProperty('faults');
      const at = 'faults' in read ? read.faults.find((one) => one.path === path) : undefined;
      expect(at).toEqual({
        line,
        path,
        expected: meaning(fault.expected),
        found: meaning(fault.found),
      });
    },
  );

  it.each([
    ['[PermitDecided]', '[{ event: PermitDecided, where: { notes: 2 } }]'],
    ['[PermitDecided]', '[{ event: PermitAreaMeasured, where: { anything: 2 } }]'],
    ['requires: [reason]', 'requires: [outcome, attachments]'],
    ['{ red: 9W }', '{ yellow: 9W, red: 9W }'],
    ['{ red: 9W }', '{ yellow: 12W, red: 14d }'],
    ['{ red: 9W }', '{ yellow: 1M, red: 30d }'],
  ])('may speak of what an event says: %s made %s', (from, to) => {
    expect(parseProcedure(SOUND.replace(from, to), VOCABULARY)).not.toHaveProperty('faults');
  });

  it('says all its faults at once, in the order of the lines', () => {
    const text = SOUND.replace('to: asked', 'to: heaven').replace('watch: permit', 'watch: clue');
    const read = parseProcedure(text.replace('[apply, decide]', '[apply, x]'), VOCABULARY);
    expect('faults' in read && read.faults.map(({ line }) => line)).toEqual([8, 17, 21]);
  });

  it.each(['', '- a list', 'just words', '--- {}\n--- {}'])('is not %j', (text) => {
    const read = parseProcedure(text, VOCABULARY);
    expect('faults' in read && read.faults.length).toBeGreaterThan(0);
  });
});

function meaning(expected: string | RegExp): unknown {
  return typeof expected === 'string' ? expected : expect.stringMatching(expected);
}
