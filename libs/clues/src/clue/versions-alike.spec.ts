import type { Procedure } from '@cluetrail/workflow';
import { behaviour } from '../testing/behaviour.js';
import { after } from '../testing/given.js';
import { clueCalled, House, RULES } from '../testing/house.js';
import { OF_VERSION } from '../testing/neighbours.js';
import { CN2, CN3, CN4, CN5, shipped } from '../testing/office.js';
import { command } from '../testing/said.js';
import { SITUATIONS, type SituationName } from '../testing/situations-v2.js';
import { differing } from './versions-alike.js';

const into = (version: number) =>
  command('mergeInto', { survivor: OF_VERSION[version] }).because('one matter').by('gao');
const officers = after(...SITUATIONS['withUnit+officers']);
const other = (field: string, expected: number, found: number) =>
  ['survivor-under-other-version', { field, expected, found }] as const;

behaviour('merging into a clue of another version', {
  'is refused where other four eyes would part people there': officers
    .under(CN2)
    .when(into(3))
    .refused(...other('fourEyes', 2, 3)),
  'and from there back': officers
    .under(CN3)
    .when(into(2))
    .refused(...other('fourEyes', 3, 2)),
});

describe('two versions', () => {
  const [approve] = CN4.obligations.filter(({ code }) => code === 'approve');
  const { clue } = CN4.workflows;
  const changed = (change: Partial<Procedure>) => differing(CN4, { ...CN4, ...change });
  const withClue = (edges: Procedure['workflows'][string]) =>
    changed({ workflows: { ...CN4.workflows, clue: edges } });
  const withRule = (change: Partial<typeof approve>) =>
    changed({
      obligations: CN4.obligations.map((one) => (one === approve ? { ...one, ...change } : one)),
    });

  it('are alike where lengths, roles, states and conditions differ', () => {
    expect(differing(CN3, CN4)).toBeUndefined();
    expect(differing(CN4, CN5)).toBeUndefined();
    expect(withRule({ length: '9W', meets: ['ClueClosed'], cancels: [] })).toBeUndefined();
    const free = { ...clue.approveDisposal, needs: [], by: ['unit-head'] };
    expect(withClue({ ...clue, approveDisposal: free })).toBeUndefined();
    expect(changed({ fourEyes: CN4.fourEyes.map(([a, b]) => [b, a] as const).toReversed() })).toBe(
      undefined,
    );
  });

  it('are not where something that goes along means another thing, or nothing', () => {
    expect(differing(shipped('cn-2019-example', 1), CN2)).toBe('takeMerged');
    expect(changed({ fourEyes: CN4.fourEyes.slice(1) })).toBe('fourEyes');
    expect(changed({ ranks: undefined })).toBe('ranks');
    const [{ tiers, basis }] = [CN4.ranks ?? { tiers: {}, basis: { confidence: 'design' } }];
    expect(changed({ ranks: { tiers: { ...tiers, staff: 'county' }, basis } as never })).toBe(
      'ranks',
    );
    const close = { ...clue.close, at: 'responsible' } as const;
    expect(withClue({ ...clue, close })).toBe('by-rank');
    expect(changed({ obligations: CN4.obligations.filter((one) => one !== approve) })).toBe(
      'obligations',
    );
    expect(withRule({ each: 'way' })).toBe('obligations');
    expect(withRule({ owner: 'receiver' })).toBe('obligations');
    const assigned = CN4.obligations.map((one) =>
      one.code === 'assigned' ? { ...one, starts: one.starts.slice(0, 1) } : one,
    );
    expect(changed({ obligations: assigned })).toBe('obligations');
  });
});

const [A, B] = ['a', 'b'].map(clueCalled);
const NEXT: Procedure = {
  ...CN2,
  version: 3,
  obligations: CN2.obligations.map((one) =>
    one.watch === 'clue' && one.length !== undefined ? { ...one, length: '1000d' } : one,
  ),
};
const STATES = ['withUnit+officers', 'disposalPending', 'talkInquiry', 'verifying'];
const PAIRS = STATES.flatMap((from) =>
  ['withUnit+officers', 'talkInquiry', 'verifying'].map((to) => ({ from, to })),
);
/** Of Nayong, whatever stands there. */
const merged = (from: string, to: string, [one, two]: readonly Procedure[]) => {
  const told = (name: string) => SITUATIONS[name as SituationName];
  const first = new House({ ...RULES, procedure: one }).done(A, ...told(from));
  const house = new House({ ...RULES, procedure: two, versions: [one] }).done(B, ...told(to));
  house.streams.set(A, first.events(A));
  return house;
};
const earliest = (house: House, stream: string) =>
  house
    .clocks(stream)
    .flatMap(({ state, due }) => (state === 'open' && due !== null ? [due] : []))
    .toSorted()[0];

describe('a merger of two versions wins no time', () => {
  it.each(PAIRS)('$from into $to', ({ from, to }) => {
    for (const versions of [
      [CN2, NEXT],
      [NEXT, CN2],
    ]) {
      const house = merged(from, to, versions);
      const dues = [A, B].map((one) => earliest(house, one));
      const survivor = B.slice('clue-'.length);
      house.done(
        A,
        command('mergeInto', { survivor }).because('one matter').by('gao').on('2021-11-30'),
      );
      expect(house.clue(A).state).toBe('mergedAway');
      expect(house.events(B).at(-1)?.basis).toEqual({
        procedure: CN2.name,
        version: versions[1].version,
      });
      expect(earliest(house, B)).toBe(dues.toSorted()[0]);
      expect(house.clocks(A).filter(({ state }) => state === 'open')).toEqual([]);
    }
  });
});
