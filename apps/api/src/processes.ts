import type { Clock } from '@cluetrail/event-sourcing';
import type { Keys } from '@cluetrail/access';
import { type CommandEngine, FollowUpWorker, Registers } from '@cluetrail/nest';
import type { Log, ReadModels } from '@cluetrail/stores';
import { SealedUp } from './sealed-up.js';
import type { Tables } from './tables.js';

/** What acts by itself on what the read side says is owed. */
export interface Processes {
  readonly followUps: FollowUpWorker;
  readonly sealedUp: SealedUp;
}

interface Place {
  readonly store: Log;
  readonly database: ReadModels<Tables>;
  readonly keys: Keys;
  readonly clock: Clock;
}

/** They rest until somebody wakes them. */
export function processesOf(place: Place, engine: CommandEngine): Processes {
  return { followUps: following(place, engine), sealedUp: sealing(place) };
}

/** Each by itself: the failure of one keeps no other from its work. Rejects with what stopped the first. */
export async function wake({ followUps, sealedUp }: Processes): Promise<void> {
  const ended = await Promise.allSettled([followUps.wake(), sealedUp.wake()]);
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

function following({ store, database }: Place, engine: CommandEngine): FollowUpWorker {
  const owed = {
    list: () =>
      database.query
        .selectFrom('followUps')
        .selectAll()
        .orderBy('recordedAt')
        .orderBy('cause')
        .execute(),
  };
  const registers = new Registers(store);
  return new FollowUpWorker(
    owed,
    (request) => engine.give(request),
    (entry) => registers.enter(entry),
  );
}

function sealing({ store, keys, clock, database }: Place): SealedUp {
  const owed = async () => {
    const { query } = database;
    const rows = await query.selectFrom('toErase').select('stream').orderBy('stream').execute();
    return rows.map(({ stream }) => stream);
  };
  return new SealedUp({ store, keys, clock, owed });
}
