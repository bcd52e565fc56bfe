import { refuse } from '@cluetrail/event-sourcing';
import { APPLIED, CLERK, edge, JUDGE, RULES, situation } from '../test/permit.js';
import { decide, open } from './decide.js';
import type { Procedure } from './procedure.js';

const GRANT = { outcome: 'grant', reason: 'it harms nobody' };

describe('a decision', () => {
  it('carries who acted in which office, the event, its change, place, level and article', () => {
    expect(decide(situation([APPLIED], [JUDGE]), 'decide', GRANT)).toEqual({
      decided: {
        who: JUDGE,
        type: 'PermitDecided',
        schemaVersion: 1,
        data: { outcome: 'grant', notes: 0 },
        change: { from: 'asked', to: 'granted' },
        organ: 'town',
        level: 'L2',
        article: '7',
      },
    });
  });

  it('of an edge without a target changes no state', () => {
    expect(decide(situation([APPLIED], [CLERK]), 'note', {})).toMatchObject({
      decided: { type: 'PermitNoted', change: undefined, data: {} },
    });
  });

  it('that opens takes the organ of the office it is made in', () => {
    expect(decide(situation([], [CLERK]), 'apply', { area: 5 })).toMatchObject({
      decided: { organ: 'town', level: 'L2', change: { from: 'none', to: 'asked' } },
    });
  });

  it('that opens is made under a procedure that the organ uses, where that says which', () => {
    const under = (procedures: readonly string[] | undefined, who = CLERK) => {
      const found = situation([], [who]);
      const circumstances = { ...found.circumstances, proceduresOf: () => procedures };
      return decide({ ...found, circumstances }, 'apply', { area: 5 });
    };
    expect(under(undefined)).toMatchObject({ decided: { organ: 'town' } });
    expect(under([RULES.name, 'other'])).toMatchObject({ decided: { organ: 'town' } });
    expect(under(['other'])).toEqual(
      refuse('procedure-not-used', { organ: 'town', expected: ['other'], found: RULES.name }),
    );
  });

  it('never takes the reason, which is personal, into its data', () => {
    const answer = decide(situation([], [CLERK]), 'apply', { area: 5, reason: 'for my mother' });
    expect(answer).toMatchObject({ decided: { data: { area: 5 } } });
    expect(JSON.stringify(answer)).not.toContain('mother');
  });

  it('takes the office that fits, of several that a person holds', () => {
    const elsewhere = { ...JUDGE, organId: 'village' };
    expect(
      decide(situation([APPLIED], [CLERK, elsewhere, JUDGE]), 'decide', {
        ...GRANT,
      }),
    ).toMatchObject({ decided: { who: JUDGE } });
  });

  it('lets the system act wherever the instance is', () => {
    const who = { personId: 'system:reminders', role: 'system' };
    expect(decide(situation([APPLIED], [who]), 'note', {})).toMatchObject({ decided: { who } });
  });
});

describe('an office that was lent', () => {
  const lent = (by: string, more: object = {}) => ({
    ...{ personId: 'kim', role: 'judge', organId: 'town', onBehalfOf: by, ...more },
  });
  const refused = refuse('four-eyes', { command: 'decide', other: 'apply' });

  it('parts from what its holder did, or had done, where the instance came from', () => {
    const { state, ...rest } = situation([APPLIED], [lent('joe')]);
    const actsBefore = (by: string, onBehalfOf?: string) => ({
      ...{ ...rest, state: { ...state, actsBefore: { apply: [{ personId: by, onBehalfOf }] } } },
    });
    for (const before of [actsBefore('joe'), actsBefore('eve', 'joe'), actsBefore('kim')])
      expect(decide(before, 'decide', GRANT)).toEqual(refused);
    expect(decide(actsBefore('eve'), 'decide', GRANT)).toHaveProperty('decided');
  });

  it('is acted in like one of one’s own, and the decision says for whom', () => {
    expect(decide(situation([APPLIED], [lent('joe')]), 'decide', GRANT)).toMatchObject({
      decided: { who: lent('joe') },
    });
  });

  it('is taken only where no office of one’s own fits', () => {
    const own = { ...JUDGE, personId: 'kim' };
    expect(decide(situation([APPLIED], [own, lent('joe')]), 'decide', GRANT)).toMatchObject({
      decided: { who: own },
    });
  });

  it('makes delegate and principal one person for four eyes, whoever of them did the first act', () => {
    const byDelegate = { ...APPLIED, by: 'kim' };
    const byPrincipal = { ...APPLIED, by: 'joe' };
    const forPrincipal = { ...APPLIED, by: 'lee', onBehalfOf: 'joe' };
    for (const first of [byDelegate, byPrincipal, forPrincipal])
      expect(decide(situation([first], [lent('joe')]), 'decide', GRANT)).toEqual(refused);
    expect(decide(situation([forPrincipal], [JUDGE]), 'decide', GRANT)).toEqual(refused);
  });

  it('of several is one that four eyes leave free', () => {
    const byPrincipal = { ...APPLIED, by: 'joe' };
    const both = [lent('joe'), lent('mia')];
    expect(decide(situation([byPrincipal], both), 'decide', GRANT)).toMatchObject({
      decided: { who: lent('mia') },
    });
  });

  it('is good for the commands alone for which it was lent', () => {
    const of = (...commands: string[]) => [lent('joe', { commands })];
    expect(decide(situation([APPLIED], of('decide')), 'decide', GRANT)).toHaveProperty('decided');
    expect(decide(situation([APPLIED], of('note')), 'decide', GRANT)).toEqual(
      refuse('wrong-role', { expected: ['judge'] }),
    );
  });
});

describe('a refusal says', () => {
  const refusals: readonly [string, ReturnType<typeof decide>, ReturnType<typeof refuse>][] = [
    [
      'that the procedure knows no such command',
      decide(situation([APPLIED], [CLERK]), 'withdraw', {}),
      refuse('not-in-procedure', { command: 'withdraw' }),
    ],
    [
      'which roles it is for',
      decide(situation([APPLIED], [CLERK]), 'decide', GRANT),
      refuse('wrong-role', { expected: ['judge'] }),
    ],
    [
      'that he is on leave whose office it is',
      decide(situation([APPLIED], [CLERK, { ...JUDGE, onLeave: true }]), 'decide', GRANT),
      refuse('on-leave'),
    ],
    [
      'which organ it is for',
      decide(situation([APPLIED], [{ ...JUDGE, organId: 'village' }]), 'decide', GRANT),
      refuse('wrong-organ', { expected: 'town' }),
    ],
    [
      'from which states it is open, and in which state the instance is',
      decide(situation([], [JUDGE]), 'decide', GRANT),
      refuse('wrong-state', { command: 'decide', expected: ['asked'], found: 'none' }),
    ],
    [
      'which other act the same person did',
      decide(situation([APPLIED], [{ ...JUDGE, personId: 'ann' }]), 'decide', GRANT),
      refuse('four-eyes', { command: 'decide', other: 'apply' }),
    ],
    [
      'what blocks the row',
      decide(situation([APPLIED, note(), note()], [CLERK]), 'note', {}),
      refuse('noted-enough'),
    ],
    [
      'which field the procedure asks for',
      decide(situation([APPLIED], [JUDGE]), 'decide', { outcome: 'grant' }),
      refuse('required', { field: 'reason' }),
    ],
    [
      'which values the procedure allows',
      decide(situation([APPLIED], [JUDGE]), 'decide', { ...GRANT, outcome: 'postpone' }),
      refuse('not-allowed', { field: 'outcome', expected: ['grant', 'deny'] }),
    ],
    [
      'what the row objects to in the input',
      decide(situation([{ ...APPLIED, data: { area: 200 } }], [JUDGE]), 'decide', GRANT),
      refuse('area-too-large'),
    ],
    [
      'that it lies in the future',
      decide(situation([APPLIED], [JUDGE], at('2021-01-11T00:00:00.000Z')), 'decide', GRANT),
      refuse('happened-in-future', {
        expected: '2021-01-10T12:00:00.000Z',
        found: '2021-01-11T00:00:00.000Z',
      }),
    ],
    [
      'that the state it belongs to did not hold yet',
      decide(situation([APPLIED], [CLERK], at('2021-01-03T00:00:00.000Z')), 'note', {}),
      refuse('happened-before-previous', {
        expected: '2021-01-04T09:00:00.000Z',
        found: '2021-01-03T00:00:00.000Z',
      }),
    ],
    [
      'that the procedure names no state for this outcome',
      decide(situation([APPLIED], [JUDGE], { procedure: withoutDenial() }), 'decide', {
        outcome: 'deny',
      }),
      refuse('not-allowed', { field: 'outcome', expected: ['grant'] }),
    ],
  ];
  it.each(refusals)('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});

describe('the list of what is open', () => {
  it('holds every command that the procedure knows, with the reason where it is not open', () => {
    const titles = open(situation([APPLIED], [CLERK]));
    expect(titles).toEqual([
      {
        command: 'apply',
        title: { en: 'Apply', zh: 'Apply' },
        refused: {
          code: 'wrong-state',
          detail: { command: 'apply', expected: ['none'], found: 'asked' },
        },
      },
      { command: 'note', title: { en: 'Note', zh: 'Note' } },
      {
        command: 'decide',
        title: { en: 'Decide', zh: 'Decide' },
        refused: { code: 'wrong-role', detail: { expected: ['judge'] } },
      },
    ]);
  });

  it('shows what blocks a row before any input', () => {
    const blocked = open(situation([APPLIED, note(), note()], [CLERK]));
    expect(blocked.find(({ command }) => command === 'note')?.refused?.code).toBe('noted-enough');
  });
});

function note() {
  return { type: 'PermitNoted' };
}

function at(when: string) {
  return { happenedAt: { at: when, zone: 'UTC', precision: 'ms' } } as const;
}

function withoutDenial(): Procedure {
  const decideEdge = edge({
    by: ['judge'],
    from: ['asked'],
    to: { field: 'outcome', cases: { grant: 'granted' } },
  });
  return { ...RULES, workflows: { permit: { decide: decideEdge } } };
}
