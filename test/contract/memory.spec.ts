import { createHash } from 'node:crypto';
import { MemoryStore } from '@cluetrail/event-sourcing';
import { eventStoreContract } from './event-store.contract.js';

eventStoreContract('memory', async (clock) => {
  const empty = () =>
    new MemoryStore(clock, (bytes) => createHash('sha256').update(bytes).digest());
  let store = empty();
  return {
    store,
    reopen: async () => {
      const before = await store.readAll();
      await store.close();
      store = empty();
      await store.load(before);
      return store;
    },
    damage: async (position) => {
      const [event] = await store.readAll({ after: position - 1n, limit: 1 });
      event.bytes[40] ^= 1;
      return store;
    },
    dispose: () => store.close(),
  };
});
