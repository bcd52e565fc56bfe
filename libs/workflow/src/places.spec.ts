import {
  APPLIED,
  edge,
  permit,
  RULES,
  situation,
  stream,
  type Permit,
  type Told,
} from '../test/permit.js';
import { decide, type Situation } from './decide.js';
import { parseProcedure } from './parse-procedure.js';
import { stateTitle } from './procedure.js';
import type { At } from './transition.js';
import { evolve, stateOf } from './workflow.js';

/** The town lies in a county, and that in a province; the port too lies in the county. */
const ABOVE: { readonly [organ: string]: readonly string[] } = {
  town: ['county', 'province'],
  port: ['county', 'province'],
  county: ['province'],
};

const RANKS = {
  tiers: { mayor: 'county', minister: 'province', king: 'empire' },
  basis: { confidence: 'design' },
} as const;

function asked(at: At, organId: string, state: object = {}) {
  const rules = {
    ...RULES,
    ranks: RANKS,
    workflows: { permit: { note: edge({ by: ['clerk'], from: ['asked'], at }) } },
  };
  const found: Situation<Permit> = situation(
    [APPLIED],
    [{ personId: 'ann', role: 'clerk', organId }],
    { procedure: rules },
  );
  const answer = decide(
    {
      ...found,
      state: { ...found.state, ...state },
      circumstances: {
        ...found.circumstances,
        above: (organ) => ABOVE[organ] ?? [],
        // Whoever holds an office is called by it: `town-clerk`.
        holdsOffice: (one, { roles, organId }) =>
          roles.some((role) => one === `${organId}-${role}`),
        reaches: (organ, tier) => organ === tier || (organ === 'province' && tier !== 'empire'),
      },
    },
    'note',
    {},
  );
  return 'refused' in answer ? answer.refused : answer.decided.type;
}

const elsewhere = (expected: string) => ({ code: 'wrong-organ', detail: { expected } });

describe('where an office must be held', () => {
  it('is the responsible organ, if nothing else is said', () => {
    expect(asked('responsible', 'town')).toBe('PermitNoted');
    expect(asked('responsible', 'county')).toEqual(elsewhere('town'));
  });

  it('may be any organ above, and that alone', () => {
    expect(asked('above', 'county')).toBe('PermitNoted');
    expect(asked('above', 'province')).toBe('PermitNoted');
    expect(asked('above', 'town')).toEqual(elsewhere('county, province'));
    expect(asked('above', 'port')).toEqual(elsewhere('county, province'));
  });

  it('is nobody’s where no organ is above', () => {
    const nobody = (organ: string) => ({ code: 'no-organ-above', detail: { organ } });
    expect(asked('above', 'province', { organ: 'province' })).toEqual(nobody('province'));
    expect(asked('common-superior', 'county', { refusedBy: 'abroad' })).toEqual(nobody('town'));
  });

  it('may be the responsible one or any above', () => {
    expect(asked('responsible-or-above', 'town')).toBe('PermitNoted');
    expect(asked('responsible-or-above', 'province')).toBe('PermitNoted');
    expect(asked('responsible-or-above', 'port')).toEqual(elsewhere('town, county, province'));
  });

  it('may be the one that a transfer waits for', () => {
    expect(asked('receiver', 'port', { receiver: 'port' })).toBe('PermitNoted');
    expect(asked('receiver', 'town', { receiver: 'port' })).toEqual(elsewhere('port'));
  });

  it('may be the nearest one above both sides of a dispute', () => {
    expect(asked('common-superior', 'county', { refusedBy: 'port' })).toBe('PermitNoted');
    expect(asked('common-superior', 'province', { refusedBy: 'port' })).toEqual(
      elsewhere('county'),
    );
  });
});

describe('where an office must be held for people of rank', () => {
  const asks = (organ: string, ...ranks: readonly string[]) =>
    asked('by-rank', organ, {
      ranks: Object.fromEntries(ranks.map((rank, index) => [`p${index}`, [rank]])),
    });

  it('is the responsible organ, where no rank is known', () => {
    expect(asks('town')).toBe('PermitNoted');
    expect(asks('county')).toEqual(elsewhere('town'));
  });

  it('is the nearest one that is high enough, for the highest of them', () => {
    expect(asks('county', 'mayor')).toBe('PermitNoted');
    expect(asks('town', 'mayor')).toEqual(elsewhere('county'));
    expect(asks('province', 'mayor')).toEqual(elsewhere('county'));
    expect(asks('province', 'mayor', 'minister')).toBe('PermitNoted');
    expect(asks('county', 'minister', 'mayor')).toEqual(elsewhere('province'));
  });

  it('is above those whom it is about and who decide there themselves', () => {
    const about = (offices: readonly string[], ...told: readonly string[]) =>
      asked('by-rank', 'town', {
        subjects: ['eve', ...offices],
        ranks: Object.fromEntries(told.map((rank) => ['eve', [rank]])),
      });
    expect(about([])).toBe('PermitNoted');
    expect(about(['town-clerk'])).toEqual(elsewhere('county'));
    expect(about(['town-judge'])).toBe('PermitNoted');
    expect(about(['county-clerk'])).toEqual(elsewhere('province'));
    expect(about(['town-clerk', 'county-clerk'])).toEqual(elsewhere('province'));
    expect(about(['town-clerk'], 'minister')).toEqual(elsewhere('province'));
  });

  it('stays where nothing is above them', () => {
    const subjects = ['province-clerk'];
    expect(asked('by-rank', 'town', { subjects })).toBe('PermitNoted');
    expect(asked('by-rank', 'province', { subjects, organ: 'province' })).toBe('PermitNoted');
  });

  it('is nobody’s where none is high enough', () => {
    expect(asks('town', 'king')).toMatchObject({ code: 'no-organ-for-rank' });
  });
});

describe('what must have been done before', () => {
  const rules = {
    ...RULES,
    workflows: {
      permit: {
        ...RULES.workflows.permit,
        decide: edge({
          by: ['judge'],
          from: ['asked'],
          to: { field: 'notes', cases: { 1: 'granted', 2: 'denied' } },
          needs: ['note'],
        }),
      },
    },
  };
  const judge = [{ personId: 'joe', role: 'judge', organId: 'town' }];
  const decided = (...told: readonly Told[]) =>
    decide(situation(told, judge, { procedure: rules }), 'decide', { outcome: 'grant' });

  it('is asked for in the state that holds', () => {
    expect(decided(APPLIED)).toEqual({
      refused: { code: 'not-done-yet', detail: { expected: ['note'] } },
    });
    expect(decided(APPLIED, { type: 'PermitNoted' })).toMatchObject({
      decided: { type: 'PermitDecided' },
    });
  });

  it('counts no longer once the state has changed', () => {
    const [applied, noted] = stream(APPLIED, { type: 'PermitNoted' });
    const before = stateOf(permit, [applied, noted]);
    expect(before.done).toEqual(['note']);
    const moved = { ...noted, version: 3, change: { from: 'asked', to: 'granted' } };
    expect(evolve(permit, before, moved).done).toEqual([]);
  });

  it('gives the next state by what the event says, not by the input', () => {
    expect(decided(APPLIED, { type: 'PermitNoted' })).toMatchObject({
      decided: { change: { from: 'asked', to: 'granted' }, data: { notes: 1 } },
    });
  });
});

const FILE = `procedure: permits
version: 1
zone: UTC
title: { en: Permits, zh: 许可 }
notice: { en: A test, zh: 测试 }
labels:
  permit: { asked: { en: Received, zh: 已收 } }
ranks:
  tiers: { mayor: county, cook: town }
  basis: { confidence: memory }
workflows:
  permit:
    note: { by: [judge], from: [asked], basis: { confidence: design } }
    decide: { by: [judge], at: above, from: [asked], to: granted, needs: [note], basis: { confidence: design } }
    apply: { by: [clerk], from: [none], to: asked, basis: { confidence: design } }
obligations:
  answer:
    title: { en: Answer, zh: 答复 }
    watch: permit
    starts: [{ event: PermitAskedFor, where: { area: 40 } }]
    meets: [PermitDecided]
    length: 8W
    from: { events: [PermitNoted], within: 7d }
    owner: responsible
    extension: { length: 6W, max: 1, by: [judge], further: [{ length: 2W, by: [judge], at: above }] }
    basis: { source: a law, confidence: quoted }
`;

describe('a procedure file', () => {
  const read = (text: string) =>
    parseProcedure(text, {
      ...{
        workflows: [permit],
        roles: ['clerk', 'judge'],
        tiers: ['county', 'town'],
        events: [],
        processes: [],
      },
    });

  it('says where, after what, on which data, and in words of its own', () => {
    const answer = read(FILE);
    if ('faults' in answer) throw new Error(JSON.stringify(answer.faults));
    const { procedure } = answer;
    expect(procedure.workflows.permit.decide).toMatchObject({ at: 'above', needs: ['note'] });
    expect(procedure.ranks?.tiers).toEqual({ mayor: 'county', cook: 'town' });
    expect(procedure.obligations[0]).toMatchObject({
      starts: [{ event: 'PermitAskedFor', where: { area: 40 } }],
      from: { events: ['PermitNoted'], within: '7d' },
      extension: { further: [{ length: '2W', by: ['judge'], at: 'above' }] },
    });
    expect(stateTitle(procedure, permit, 'asked')).toEqual({ en: 'Received', zh: '已收' });
    expect(stateTitle(procedure, permit, 'granted')).toEqual(permit.states.granted.title);
    expect(stateTitle(procedure, permit, 'lost')).toBeUndefined();
  });

  it('may ask for one of several acts', () => {
    const answer = read(FILE.replace('needs: [note]', 'needs: [[note, decide]]'));
    if ('faults' in answer) throw new Error(JSON.stringify(answer.faults));
    expect(answer.procedure.workflows.permit.decide.needs).toEqual([['note', 'decide']]);
  });

  it.each([
    ['at: above, from', 'at: beneath, from', 'workflows.permit.decide.at'],
    ['mayor: county', 'mayor: empire', 'ranks.tiers.mayor'],
    ['mayor: county', 'mayor: 1', 'ranks.tiers.mayor'],
    ['basis: { confidence: memory }', 'basis: {}', 'ranks.basis.confidence'],
    ['needs: [note]', 'needs: [nod]', 'workflows.permit.decide.needs[0]'],
    ['needs: [note]', 'needs: [[note, nod]]', 'workflows.permit.decide.needs[0]'],
    ['needs: [note]', 'needs: [{ note: 1 }]', 'workflows.permit.decide.needs[0]'],
    ['needs: [note]', 'within: ever', 'workflows.permit.decide.within'],
    ['event: PermitAskedFor', 'event: PermitLost', 'obligations.answer.starts[0].event'],
    ['where: { area: 40 }', 'when: { area: 40 }', 'obligations.answer.starts[0]'],
    ['within: 7d', 'within: soon', 'obligations.answer.from.within'],
    ['[PermitNoted]', '[PermitNod]', 'obligations.answer.from.events[0]'],
    ['length: 2W', 'length: 2X', 'obligations.answer.extension.further[0].length'],
    ['permit: { asked:', 'permit: { lost:', 'labels.permit.lost'],
    ['permit: { asked:', 'person: { asked:', 'labels.person'],
  ])('is refused with %s made %s', (from, to, path) => {
    const answer = read(FILE.replace(from, to));
    expect('faults' in answer && answer.faults.map((fault) => fault.path)).toEqual([path]);
  });

  it.each(['permit:', 'permit: [decide]', 'permit: none'])('is refused with %s', (kind) => {
    const text = FILE.replace(/ {2}permit:\n {4}note[^]*?obligations:/, `  ${kind}\nobligations:`);
    const answer = read(text);
    expect('faults' in answer && answer.faults).toMatchObject([
      { path: 'workflows.permit', expected: 'commands' },
    ]);
  });

  it('is refused where it asks for an organ by rank, and knows no ranks', () => {
    const answer = read(
      FILE.replace(/ranks:[^]*?workflows:/, 'workflows:').replace('above', 'by-rank'),
    );
    expect('faults' in answer && answer.faults).toMatchObject([
      { path: 'workflows.permit.decide.at', found: 'by-rank' },
    ]);
  });
});
