import { obligations } from './engine.js';
import { explain } from './explain.js';
import { clue, of, only, places, rules, started, verify, type Told } from '../test/history.js';

const taken = (at: string, extensions = 0): Told => ({
  type: 'VerificationStarted',
  on: '2021-09-17',
  data: { dues: [{ code: 'verify', at, extensions }] },
});
const LATER = '2022-01-31T15:59:59.999Z';

describe('a due that comes with a matter from elsewhere', () => {
  it('holds as it is, also where the rule would give less', () => {
    expect(only(clue(started('2021-09-17'))).dueOn).toBe('2021-11-17');
    const one = only(clue(taken(LATER, 2)));
    expect(one).toMatchObject({ due: LATER, dueOn: '2022-01-31', extensions: 2, state: 'open' });
    expect(explain(one, 'en').join(' ')).toContain(`Deadline ${LATER} imposed`);
  });

  it('holds where the rule would give more', () => {
    expect(only(clue(taken('2021-10-11T15:59:59.999Z'))).dueOn).toBe('2021-10-11');
  });

  it('is extended from where it stands, as the next in the chain', () => {
    const events = clue(taken(LATER, 2), {
      type: 'ExtensionGranted',
      on: '2022-01-20',
      data: { obligation: 'verify', by: '1M', ordinal: 3 },
    });
    expect(only(events)).toMatchObject({ dueOn: '2022-02-28', extensions: 3 });
  });

  it('waits for a clock that starts later, once', () => {
    const opening: Told = {
      type: 'ClueTakenOver',
      on: '2021-09-01',
      data: { dues: [{ code: 'verify', at: LATER, extensions: 1 }] },
    };
    const again = [
      { type: 'VerificationReportSubmitted', on: '2021-10-11' },
      started('2021-10-12'),
    ];
    const all = of(clue(opening, started('2021-09-17'), ...again));
    expect(all.map(({ dueOn, extensions }) => [dueOn, extensions])).toEqual([
      ['2022-01-31', 1],
      ['2021-12-13', 0],
    ]);
  });

  it('is of its own code alone', () => {
    const other = { ...verify, code: 'dispose' };
    const events = clue(taken(LATER));
    const all = obligations({ events, rules: [...rules, other], places });
    expect(all.map(({ code, dueOn }) => [code, dueOn])).toEqual([
      ['verify', '2022-01-31'],
      ['dispose', '2021-11-17'],
    ]);
  });
});
