import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokenBuild, buildDir, type Change } from './broken-build.js';
import { killRun } from './kill-run.js';

const SQLITE_LOG = 'libs/stores/src/sqlite-log';

// COMMIT only now and then: what is answered meanwhile lives in a transaction that a kill takes away.
const ACKNOWLEDGE_BEFORE_COMMIT: Change[] = [
  {
    file: `${SQLITE_LOG}/transaction.js`,
    from: "db.exec('BEGIN IMMEDIATE')",
    to: "db.isTransaction || db.exec('BEGIN IMMEDIATE')",
  },
  {
    file: `${SQLITE_LOG}/transaction.js`,
    from: "db.exec('COMMIT')",
    to: "(db.turn = ((db.turn ?? 0) + 1) % 50) || db.exec('COMMIT')",
  },
  {
    file: `${SQLITE_LOG}/log-file.js`,
    from: 'checkpoint(mode) {',
    to: 'checkpoint(mode) { if (this.db.isTransaction) return;',
  },
];

describe('a log killed with -9 under 16 writers', () => {
  it('loses no acknowledged event, keeps none twice, and is ready again within 5 s', async () => {
    const run = await killRun({ buildDir, kills: 12, acknowledgements: 2000 });
    console.info(figures(run));
    expect(run).toMatchObject({ lost: [], twice: [], gaps: [] });
    expect(run.kills).toBeGreaterThanOrEqual(10);
    expect(run.acknowledged).toBeGreaterThanOrEqual(2000);
    // The acceptance names this bound: 5 s.
    expect(run.slowestReadyMs).toBeLessThanOrEqual(5000);
  }, 60_000);

  it('would be caught by this check if it acknowledged before COMMIT, were there no pin', async () => {
    const mutant = brokenBuild(ACKNOWLEDGE_BEFORE_COMMIT);
    const noPin = '{"position":0,"leaf":""}\n';
    const afterKill = (directory: string) => writeFileSync(join(directory, 'pin.json'), noPin);
    const run = await killRun({ buildDir: mutant, kills: 3, acknowledgements: 200, afterKill });
    rmSync(mutant, { recursive: true });
    console.info(`mutant: ${figures(run)}`);
    expect(run.lost.length).toBeGreaterThan(0);
  }, 60_000);

  it('is refused by its pin at the next start if it acknowledged before COMMIT', async () => {
    const mutant = brokenBuild(ACKNOWLEDGE_BEFORE_COMMIT);
    const run = killRun({ buildDir: mutant, kills: 5, acknowledgements: 200 });
    await expect(run).rejects.toThrow(/behind its pin: expected position \d+, found \d+/);
    rmSync(mutant, { recursive: true });
  }, 60_000);
});

function figures({ kills, acknowledged, events, lost, twice, gaps, slowestReadyMs }: Figures) {
  return (
    `kills ${kills}, acknowledged ${acknowledged}, events ${events}, lost ${lost.length}, ` +
    `twice ${twice.length}, gaps ${gaps.length}, slowest ready ${slowestReadyMs} ms`
  );
}

type Figures = Awaited<ReturnType<typeof killRun>>;
