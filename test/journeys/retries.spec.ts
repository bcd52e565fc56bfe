import type { CommandRequest } from '@cluetrail/nest';
import { Journey } from './journey.js';
import { settledClue } from './way.js';

describe('a command that was given once', () => {
  it('adds nothing when it comes again, after whatever came meanwhile, under whatever version', async () => {
    const journey = await Journey.begin();
    const givers = new Set<string>();
    let repeats = 0;
    journey.onGiven = async () => {
      const before = await journey.length();
      for (const { request, answer } of journey.given) {
        const again = await journey.again(request);
        // Also to those who stay behind at the prefecture when the county has signed for the clue.
        expect(again).toEqual({ ...answer, repeated: true });
        givers.add(giverOf(request));
        repeats++;
      }
      expect(await journey.length()).toBe(before);
    };
    try {
      await settledClue(journey, '2021-09-17');
      const commands = journey.given.length;
      expect(repeats).toBe((commands * (commands + 1)) / 2);
      expect(commands).toBeGreaterThan(12);
      expect([...givers]).toEqual(expect.arrayContaining(['an-bijie', 'bai-bijie']));
    } finally {
      await journey.end();
    }
  });
});

function giverOf({ by }: CommandRequest): string {
  return 'personId' in by ? by.personId : by.process;
}
