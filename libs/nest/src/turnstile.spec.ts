import { setImmediate as turn } from 'node:timers/promises';
import { Turnstile } from './turnstile.js';

describe('commands that come together', () => {
  it('begin in their order, and leave turns of the loop to others', async () => {
    const turnstile = new Turnstile();
    const begun: number[] = [];
    let turns = 0;
    const commands = Array.from({ length: 20 }, async (_, index) => {
      await turnstile.pass();
      await Promise.resolve();
      begun.push(index);
      for (const end = performance.now() + 3; performance.now() < end;);
    });
    const all = Promise.all(commands).then(() => true);
    while (!(await Promise.race([all, turn(false)]))) turns += 1;
    expect(begun).toEqual(commands.map((_, index) => index));
    expect(turns).toBeGreaterThanOrEqual(15);
  });

  it('wait for nothing where they come alone', async () => {
    const turnstile = new Turnstile();
    expect(turnstile.pass()).toBeUndefined();
    await turn();
    expect(turnstile.pass()).toBeUndefined();
  });
});
