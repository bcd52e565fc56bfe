import { createHash, randomUUID } from 'node:crypto';
import { type Draft, type EventStore, MemoryStore } from '@cluetrail/event-sourcing';
import { StoreRefused } from '@cluetrail/stores';
import { verifyAttachments } from './verify-attachments.js';

const EVENTS = 20;
const DAMAGED = [1, 7, 8, 20];

describe('the files of a log that is damaged in places', () => {
  it('are verified beyond each damaged event, and none counts as nobody’s', async () => {
    const store = new MemoryStore({ nowMicros: () => 1_635_640_000_000_000 }, hashed);
    for (let at = 1; at <= EVENTS; at++) await store.append(`clue-${at}`, 0, [naming(at)]);
    const files = {
      names: () => ['file-2', 'never-used'],
      fault: async (sha256: string) => (sha256 === 'file-9' ? ('missing' as const) : undefined),
    };
    const whole = await verifyAttachments({ store, files }, () => undefined);
    expect(whole).toMatchObject({ named: EVENTS, orphans: ['never-used'] });
    spoilt = DAMAGED;
    const found = await verifyAttachments({ store, files }, () => undefined);
    expect(found).toMatchObject({
      named: EVENTS - DAMAGED.length,
      problems: [{ sha256: 'file-9', stream: 'clue-9', found: 'missing' }],
      orphans: [],
    });
  });

  it('are verified beyond events that are gone', async () => {
    const store = new MemoryStore({ nowMicros: () => 1_635_640_000_000_000 }, hashed);
    spoilt = [];
    for (let at = 1; at <= EVENTS; at++) await store.append(`clue-${at}`, 0, [naming(at)]);
    const gone = [5n, 20n];
    const readAll: EventStore['readAll'] = async (page) => {
      const events = await store.readAll(page);
      const left = events.filter(({ position }) => !gone.includes(position));
      const wanted = (page?.after ?? 0n) + BigInt(left.length) + 1n;
      const next = left.find(
        ({ position }, index) => position !== (page?.after ?? 0n) + BigInt(index) + 1n,
      );
      if (!next && (left.length > 0 || wanted > 20n)) return left;
      const position = String(next?.position ?? wanted);
      throw new StoreRefused('log-damaged', 'as a store tells of a gap', { position });
    };
    const holed = { ...{ head: () => store.head(), readAll } } as EventStore; // no more is asked of it
    const files = { names: () => ['file-5'], fault: async () => undefined };
    const found = await verifyAttachments({ store: holed, files }, () => undefined);
    expect(found).toEqual({ named: EVENTS - gone.length, problems: [], orphans: [] });
  });
});

let spoilt: readonly number[] = [];

function hashed(bytes: Uint8Array): Uint8Array {
  const stands = /"stream":"clue-(\d+)"/.exec(new TextDecoder().decode(bytes))?.[1];
  const hash = createHash('sha256').update(bytes);
  return (spoilt.includes(Number(stands)) ? hash.update('otherwise') : hash).digest();
}

function naming(at: number): Draft {
  const id = randomUUID();
  return {
    ...{ eventId: id, stream: `clue-${at}`, type: 'FilesAttached', schemaVersion: 1 },
    ...{ correlationId: id, causationId: id, commandId: id, data: {} },
    happenedAt: { at: '2021-10-31T01:30:00.000Z', zone: 'Asia/Shanghai', precision: 'ms' },
    actor: { personId: 'li', role: 'case-officer', organId: 'nn' },
    attachments: [{ sha256: `file-${at}`, name: { k: 'k', n: 'n', c: 'c' }, level: 'L1' }],
  };
}
