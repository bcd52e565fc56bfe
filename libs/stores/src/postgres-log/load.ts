import type { ClientBase } from 'pg';
import { checkLeaf, microsOf, type SealedEvent } from '@cluetrail/event-sourcing';
import { checkFits } from '../shared/check-fits.js';
import { sha256 } from '../shared/sha256.js';
import type { End, NewEvent } from './decide-group.js';
import type { GroupTransactionOptions } from './group-transaction.js';
import type { Statements } from './statements.js';

export interface Loading {
  readonly sealed: readonly SealedEvent[];
  readonly onFound: GroupTransactionOptions['onFound'];
}

/** Puts events of another log at the end, as they are, in one transaction. Throws LogDamaged, or names what does not fit. */
export async function load(
  client: ClientBase,
  statements: Statements,
  { sealed, onFound }: Loading,
): Promise<End> {
  try {
    let end = await statements.begin(client);
    await onFound(client, end);
    const asked = sealed.map((one) => ({
      ...{ stream: one.event.stream, expected: one.event.version - 1, drafts: [one], now: 0 },
    }));
    const { ids, versions } = await statements.standing(client, asked);
    const reached = new Map(versions);
    const seen = new Set(ids.keys());
    const events: NewEvent[] = [];
    for (const { event, bytes, leaf } of sealed) {
      const position = end.position + 1n;
      const { stream, version, eventId, recordedAt } = event;
      checkLeaf({ position, bytes, leaf }, sha256);
      checkFits(event, { version: reached.get(stream) ?? 0, stands: (id) => seen.has(id) });
      reached.set(stream, version);
      seen.add(eventId);
      events.push({ eventId, stream, version, recordedAt, position, bytes, leaf });
      end = { position, leaf, micros: Math.max(end.micros, microsOf(recordedAt)) };
    }
    await statements.insert(client, events, end);
    await statements.commit(client);
    return end;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
