import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

interface Report {
  readonly facts: { readonly syncsPerSecond: number; readonly peers: string };
  readonly results: readonly {
    readonly measure: string;
    readonly contenders: readonly {
      readonly name: string;
      readonly perSecond: number;
      readonly ratio?: { readonly median: number };
      readonly productOver?: { readonly median: number };
    }[];
  }[];
}

const HOW_TO_INSTALL = 'not installed, not compared with: npm ci --prefix test/bench/peers';

/** Small and once round: that the bench still runs, never how fast. */
async function quickBench(...args: string[]): Promise<Report> {
  const bench = fileURLToPath(new URL('./index.mjs', import.meta.url));
  const run = promisify(execFile)(process.execPath, [bench, '--quick', '--json', ...args]);
  return JSON.parse((await run).stdout);
}

describe('the bench', () => {
  it('compares every measure with raw SQLite in the same run', async () => {
    const { facts, results } = await quickBench();
    expect(facts.syncsPerSecond).toBeGreaterThan(0);
    const measures = results.map(({ measure }) => measure);
    // Those are measured only where there is a server to be started.
    expect(measures.filter((measure) => !measure.startsWith('PostgreSQL'))).toEqual([
      'append, one at a time',
      'append, 64 at a time',
      'append of 8 events, one at a time',
      'load and fold a stream of 30 events',
      'read all',
      'verify the whole log',
      'start with a clean tail',
      'rebuild all read models of 6 clues',
      'overdue over HTTP, first 50',
      'command over HTTP, one at a time',
      'command over HTTP, 16 connections',
    ]);
    for (const { measure, contenders } of results) {
      const raw = contenders.filter(({ ratio }) => ratio === undefined);
      expect({ measure, raw: raw.map(({ name }) => name) }).toEqual({ measure, raw: ['raw'] });
      for (const { name, perSecond, ratio = { median: 1 } } of contenders)
        expect({ name, measured: perSecond > 0 && ratio.median > 0 }).toEqual({
          name,
          measured: true,
        });
    }
  }, 300_000);

  it('says in a sentence where it cannot write', async () => {
    await expect(quickBench('--dir', '/nonexistent')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^--dir: expected a directory that may be written, found .*\n$/,
      ),
    });
  });

  it('compares with the peers that are installed, else says how to install them', async () => {
    const { facts, results } = await quickBench('--only', 'appendEight');
    const beside = results.flatMap(({ contenders }) =>
      contenders.filter(({ productOver }) => productOver).map(({ name }) => name),
    );
    const installed = existsSync(new URL('./peers/node_modules', import.meta.url));
    expect({ peers: facts.peers, beside }).toEqual(
      installed
        ? { peers: 'emmett-sqlite 0.42.4, emmett-postgresql 0.42.0', beside: ['emmett'] }
        : { peers: HOW_TO_INSTALL, beside: [] },
    );
  }, 180_000);

  it('ends with the fault when a measure fails', async () => {
    await expect(quickBench('--clues', '0', '--only', 'overdue')).rejects.toThrow(
      'bench: expected overdue limits, found none',
    );
  }, 180_000);
});
