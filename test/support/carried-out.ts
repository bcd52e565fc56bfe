import type { Installation } from '../../apps/api/src/index.js';

/** Until processes owe nothing more, and every read model has what they left. */
export async function carriedOut({ runner, followUps, store }: Installation): Promise<void> {
  for (let head = -1n; head !== (await store.head()).position;) {
    head = (await store.head()).position;
    await runner.catchUp();
    await followUps.wake();
  }
}
