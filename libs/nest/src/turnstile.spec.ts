import { setImmediate as turn } from 'node:timers/promises';
import { Turnstile } from './turnstile.js';

describe('commands that come together', () => {
  it('begin in their order, and leave turns of the loop to others', async () => {
    const turnstile = new Turnstile();
    const begun: number[] = [];
    const arrivals = Array.from({ length: 20 }, (_, index) => index);
    // Timers that are due together run in one turn, as sockets do that can be read.
    for (const index of arrivals)
      setTimeout(async () => {
        await turnstile.pass();
        await Promise.resolve();
        begun.push(index);
        for (const end = performance.now() + 3; performance.now() < end;);
      });
    let turns = 0;
    for (; begun.length < arrivals.length; turns++) await turn();
    expect(begun).toEqual(arrivals);
    expect(turns).toBeGreaterThanOrEqual(15);
  });

  it('wait for nothing where they come alone', async () => {
    const turnstile = new Turnstile();
    expect(turnstile.pass()).toBeUndefined();
    await turn();
    expect(turnstile.pass()).toBeUndefined();
  });
});
