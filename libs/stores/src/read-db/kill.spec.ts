import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createRunner } from '@cluetrail/event-sourcing';
import { openReadModels } from './open-read-models.js';
import { often } from '../../../../test/support/often.js';
import { onEach } from '../../test/databases.js';
import { longHistory } from './testing/long-history.js';
import { counted, matters } from './testing/projections.js';

onEach('a projecting process that is killed (SIGKILL) over and over', (databases) => {
  it.each(['catch up', 'rebuild'])(
    'leaves what a clean build gives, and never goes back behind what it said: %s',
    async (mode) => {
      const place = await databases().fresh();
      let last = 0n;
      for (let round = 0; round < often(8, 2); round += 1) {
        const said = await killedAt(150 + round * 37, place, mode);
        expect(said[0] ?? last).toBeGreaterThanOrEqual(last);
        last = said.at(-1) ?? last;
      }
      expect(last).toBeGreaterThan(0n);
      expect(await sumsOf(place)).toEqual(await sumsOf(await databases().fresh()));
    },
    180_000,
  );
});

/** The positions that a process said it had committed until it was killed at a call to its database. */
async function killedAt(call: number, place: string, mode: string): Promise<bigint[]> {
  const script = (name: string) => fileURLToPath(new URL(`testing/${name}`, import.meta.url));
  const child = spawn(
    process.execPath,
    [
      ...['--no-warnings', '--experimental-transform-types'],
      ...['--import', script('typescript-hooks.mjs'), script('project-until-killed.ts')],
      ...[place, mode, String(call)],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  const exited = once(child, 'exit');
  const said: bigint[] = [];
  for await (const line of createInterface(child.stdout)) said.push(BigInt(line));
  expect((await exited)[1]).toBe('SIGKILL');
  return said;
}

async function sumsOf(place: string): Promise<unknown> {
  const { store } = await longHistory();
  const database = await openReadModels(place);
  await createRunner({ store, database, projections: counted, matters }).catchUp();
  const sums = await database.checksum();
  await database.close();
  return sums;
}
