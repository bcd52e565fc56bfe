import { Holds } from './holds.js';

/** What begins and ends, in its order. */
function told() {
  const log: string[] = [];
  const act = (name: string) => async () => {
    log.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    log.push(`${name} ends`);
  };
  return { log, act };
}

describe('names that are held', () => {
  it('make wait who shares one of them, and nobody else', async () => {
    const { log, act } = told();
    const holds = new Holds();
    await Promise.all([
      holds.during(['a', 'b'], act('first')),
      holds.during(['b', 'c'], act('second')),
      holds.during(['d'], act('third')),
    ]);
    expect(log.slice(0, 2)).toEqual(['first begins', 'third begins']);
    expect(log.indexOf('second begins')).toBeGreaterThan(log.indexOf('first ends'));
  });

  it('are let go by who fails', async () => {
    const { log, act } = told();
    const holds = new Holds();
    const failing = holds.during(['a'], () => Promise.reject(new Error('broken')));
    const next = holds.during(['a'], act('next'));
    await expect(failing).rejects.toThrow('broken');
    await next;
    expect(log).toEqual(['next begins', 'next ends']);
  });
});
