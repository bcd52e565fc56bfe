import { Readable } from 'node:stream';
import { followed, linesOf } from './progress.js';

describe('progress that nobody watches', () => {
  it('is a line every few seconds', () => {
    let now = 0;
    const lines: string[] = [];
    const progress = linesOf('rebuild', { now: () => now, write: (line) => void lines.push(line) });
    for (now = 500; now <= 7000; now += 500) progress.at(now, 10_000);
    expect(lines).toEqual(['rebuild: 30 %, 3000 of 10000\n', 'rebuild: 60 %, 6000 of 10000\n']);
  });

  it('ends in the result, or in what went wrong', async () => {
    const lines = (...all: object[]) => Readable.from(all.map((one) => `${JSON.stringify(one)}\n`));
    const how = { title: 'verify', quiet: true };
    const progress = { done: 1, total: 2 };
    expect(await followed(lines({ progress }, { result: { ok: true } }), how)).toEqual({
      ok: true,
    });
    await expect(followed(lines({ progress }), how)).rejects.toThrow(
      'verify: expected a result, found the end of the answer',
    );
  });
});
