import { type EventStore, MemoryStore } from '@cluetrail/event-sourcing';
import { draftOf, sha256, TownClock } from '../test/town.js';
import { ReferenceData } from './reference-data.js';

/** Answers late, and counts how many reads wait at once. */
function slow(store: EventStore) {
  const counted = { now: 0, most: 0 };
  const read: EventStore['read'] = async (...asked) => {
    counted.most = Math.max(counted.most, ++counted.now);
    await new Promise((resolve) => setTimeout(resolve, 1));
    counted.now--;
    return store.read(...asked);
  };
  return { counted, store: Object.assign(Object.create(store) as EventStore, { read }) };
}

describe('reference data at the start', () => {
  const streams = Array.from({ length: 200 }, (_, index) => `person-p${index}`);
  const opened = async () => {
    const { store, counted } = slow(new MemoryStore(new TownClock(), sha256));
    for (const [index, stream] of streams.entries())
      // Two people were given the same token: whose stream comes first keeps it.
      await store.append(stream, 0, [
        draftOf(stream, 'PersonRegistered', { name: 'sealed' }),
        draftOf(stream, 'TokenIssued', { hash: HASH, label: `of ${index}` }),
      ]);
    return { counted, references: new ReferenceData(store, (event) => event) };
  };

  it('is read side by side, though not all at once', async () => {
    const { counted, references } = await opened();
    await references.refresh(streams);
    expect(counted.most).toBe(64);
    expect(streams.filter((one) => !references.directory.person(one.slice(7)))).toEqual([]);
  });

  it('is taken in the order in which it is named', async () => {
    const { references } = await opened();
    await references.refresh([...streams].reverse());
    expect(references.directory.tokenOwner('t', '2021-10-08T00:00:00.000Z')).toBe('p199');
  });
});

/** SHA-256 of `t`. */
const HASH = 'e3b98a4da31a127d4bde6e43033f66ba274cab0eb7eb1c70ec41402bf6273dd8';
