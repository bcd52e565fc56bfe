import { validateSync } from 'class-validator';
import { IsOrganId, isOrganId, IsPersonId, isPersonId } from './ids.js';

class Transfer {
  @IsOrganId() to!: string;
  @IsPersonId({ each: true }) officers!: string[];
}
const faults = (to: unknown, officers: unknown) =>
  validateSync(Object.assign(new Transfer(), { to, officers })).map(({ property }) => property);

describe('ids of people and organs', () => {
  it('are 1 to 40 small letters, digits and dashes', () => {
    for (const is of [isPersonId, isOrganId]) {
      expect(['li', '0771', 'a-b', 'x'.repeat(40)].filter(is)).toHaveLength(4);
      for (const bad of [
        '',
        'x'.repeat(41),
        'Li',
        'a/b',
        'a|b',
        'a%',
        'a_b',
        'li\n',
        '李',
        7,
        null,
        ['li'],
      ])
        expect(is(bad)).toBe(false);
    }
  });
  it('are checked in the inputs of commands', () => {
    expect(faults('nn', ['li', 'wang'])).toEqual([]);
    expect(faults('n/n', ['li', 'wa|ng'])).toEqual(['to', 'officers']);
  });
});
