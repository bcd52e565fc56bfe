import type { Installation } from './installation.js';

type Settling = Pick<Installation, 'store' | 'runner' | 'followUps' | 'sealedUp'>;

/**
 * Until what processes owe is done and the read side has it: whoever asks next finds all of it. At most so many
 * milliseconds; what is not done by then stays owed. Of a read side that fails, its own health tells.
 */
export async function settle(installation: Settling, atMostMillis: number): Promise<void> {
  const ends = Promise.withResolvers<void>();
  const end = setTimeout(ends.resolve, atMostMillis);
  let isOver = false;
  await Promise.race([rounds(installation, () => isOver).catch(() => undefined), ends.promise]);
  isOver = true;
  clearTimeout(end);
}

/** A round that adds nothing is the last: what still stands as owed then was refused. */
async function rounds(
  { store, runner, followUps, sealedUp }: Settling,
  isOver: () => boolean,
): Promise<void> {
  for (let before = -1n, now = 0n; now > before && !isOver();) {
    before = (await store.head()).position;
    await runner.catchUp();
    await followUps.wake();
    await sealedUp.wake();
    now = (await store.head()).position;
  }
}
