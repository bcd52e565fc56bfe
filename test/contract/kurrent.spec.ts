import { randomUUID } from 'node:crypto';
import type { Clock } from '@cluetrail/event-sourcing';
import { type KurrentLog, openKurrentLog } from '@cluetrail/stores';
import { eventStoreContract } from './event-store.contract.js';
import { altered } from './stub-kurrent/altered.js';
import { StubNode } from './stub-kurrent/stub-node.js';

eventStoreContract('a stub of KurrentDB (stub: rules of the server in memory)', async (clock) => {
  const node = await new StubNode().start();
  const subject = await subjectAt(node.url, clock);
  return {
    ...subject,
    reopen: () => subject.reopen(),
    damage: async (position) => {
      const record = node.database.records.find((one) => one.position === position);
      if (!record) throw new Error(`no event at position ${position}`);
      record.data = Buffer.from(Buffer.from(record.data).toString().replace('0', '7'));
      // The end of the log is checked at the opening: leave it to the reads.
      return subject.reopen(1);
    },
    dispose: async () => {
      await subject.close();
      await node.stop();
    },
  };
});

/** A server that the tests may write to: `esdb://…`. Each case takes a log of its own there. */
const url = process.env.KURRENTDB_TEST_URL;
const { skip } = it;

if (url)
  eventStoreContract('KurrentDB', async (clock) => {
    const log = `contract_${randomUUID().replaceAll('-', '_')}`;
    const subject = await subjectAt(`${url}${url.includes('?') ? '&' : '?'}log=${log}`, clock);
    // Nothing alters an event at a server from outside: it is altered on its way to us.
    const damage = async (position: bigint) => altered(await subject.reopen(), position);
    return { ...subject, reopen: () => subject.reopen(), damage, dispose: subject.close };
  });
else skip('the event store on KurrentDB: set KURRENTDB_TEST_URL=esdb://…', () => undefined);

async function subjectAt(address: string, clock: Clock) {
  const open = (tail?: number) =>
    openKurrentLog({ url: address, clock, create: true, tail, timeoutMs: 60_000 });
  const store = await open();
  let current = store;
  const reopen = async (tail?: number): Promise<KurrentLog> => {
    await current.close();
    return (current = await open(tail));
  };
  return { store, reopen, close: () => current.close() };
}
