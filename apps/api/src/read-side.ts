import {
  createRunner,
  type Event,
  type Runner,
  type RunnerOptions,
} from '@cluetrail/event-sourcing';
import { ReferenceData } from '@cluetrail/nest';
import {
  discardReadModels,
  type Log,
  openReadModels,
  type ReadModels,
  StoreRefused,
} from '@cluetrail/stores';
import type { Tables } from './tables.js';

export interface ReadSide {
  readonly database: ReadModels<Tables>;
  readonly runner: Runner;
  readonly references: ReferenceData;
  /** What was found instead of whole read models, which have been built anew since. */
  readonly renewed?: string;
}

type Asked = Omit<RunnerOptions, 'database' | 'upcast'> & {
  readonly store: Log;
  readonly upcast: (event: Event) => Event;
};

/**
 * Opens the read models at a place and brings them to the head of the log. Damaged ones are deleted and built anew from
 * it, wherever that is met until then. Rejects with StoreRefused.
 */
export async function openReadSide(place: string, asked: Asked): Promise<ReadSide> {
  try {
    return await caughtUp(place, asked);
  } catch (error) {
    if (!(error instanceof StoreRefused) || error.code !== 'read-models-damaged') throw error;
    discardReadModels(place);
    return { ...(await caughtUp(place, asked)), renewed: error.message };
  }
}

async function caughtUp(place: string, asked: Asked): Promise<ReadSide> {
  const database = await openReadModels<Tables>(place);
  const runner = createRunner({ ...asked, database });
  try {
    await runner.start();
    const references = await referencesOf(database, asked);
    // What is asked next: whether it can be read at all.
    for (const table of ['followUps', 'toErase'] as const)
      await database.query.selectFrom(table).selectAll().execute();
    return { database, runner, references };
  } catch (error) {
    await runner.stop();
    await database.close();
    throw error;
  }
}

/** Needs a read side at the head: it says which streams there are to read. */
async function referencesOf({ query }: ReadModels<Tables>, { store, upcast }: Asked) {
  const references = new ReferenceData(store, upcast);
  const rows = await query.selectFrom('referenceStreams').select('name').orderBy('name').execute();
  await references.refresh(rows.map(({ name }) => name));
  return references;
}
