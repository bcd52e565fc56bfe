import { lacksSignature } from './signing.js';

describe('a report that all are to sign', () => {
  const lacks = (signed: { [person: string]: string }, ...gone: string[]) => {
    const happenedAt = { at: '2021-10-18T01:00:00.000Z', zone: 'UTC', precision: 'ms' } as const;
    const signatures = Object.fromEntries(
      Object.entries(signed).map(([one, digest]) => [one, { digest, happenedAt }]),
    );
    return lacksSignature(['li', 'wang', 'fang'], signatures, (one) => !gone.includes(one));
  };

  it('lacks no signature that can be given still', () => {
    expect(lacks({})).toBe(false);
    expect(lacks({ li: 'a', wang: 'b' })).toBe(false);
  });

  it('lacks that of who can sign no more', () => {
    expect(lacks({}, 'fang')).toBe(true);
    expect(lacks({ li: 'a', wang: 'a' }, 'fang')).toBe(true);
  });

  it('lacks it not where he signed what the others sign, or may', () => {
    expect(lacks({ fang: 'a' }, 'fang')).toBe(false);
    expect(lacks({ li: 'a', fang: 'a' }, 'fang')).toBe(false);
    expect(lacks({ wang: 'a', fang: 'a' }, 'wang', 'fang')).toBe(false);
    expect(lacks({ li: 'b', fang: 'a' }, 'fang')).toBe(true);
    expect(lacks({ wang: 'b', fang: 'a' }, 'wang', 'fang')).toBe(true);
  });
});
