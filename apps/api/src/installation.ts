import { join } from 'node:path';
import {
  type Clock,
  type Event,
  type Runner,
  type Unseal,
  upcasting,
} from '@cluetrail/event-sourcing';
import { type Keys, SealedFiles, unsealing } from '@cluetrail/access';
import {
  DEFAULT_PROCEDURE,
  FEATURES,
  PROCESSES,
  linksOf,
  PROJECTIONS,
  shippedProcedures,
  UPCASTERS,
} from '@cluetrail/clues';
import {
  CommandEngine,
  type Feature,
  followUps,
  type FollowUpWorker,
  type ReferenceData,
  referenceStreams,
} from '@cluetrail/nest';
import { type Log, logGone, openLog, type ReadModels } from '@cluetrail/stores';
import type { Procedure } from '@cluetrail/workflow';
import { type AcceptLoss, acceptedLoss, recordLoss } from './accept-loss.js';
import { checkBegun, openedLog, publishShipped } from './begin-log.js';
import { checkKeys, orOtherAddress, ownKeys, toldBeside, writeOn } from './check-keys.js';
import { madeFor, type Paths, pathsOf } from './paths.js';
import {
  type AskedPlace,
  checkSameLog,
  checkStands,
  discardLeftBehind,
  newPin,
  type Place,
  placeOf,
  rememberPlace,
  shown,
} from './place.js';
import { type Processes, processesOf, wake } from './processes.js';
import { openReadSide, type ReadSide } from './read-side.js';
import type { SealedUp } from './sealed-up.js';
import type { Tables } from './tables.js';
import { UnnamedFiles } from './unnamed-files.js';

export interface OpenInstallation extends AskedPlace {
  readonly directory: string;
  /** Master key, outside the directory. Default: `<directory>.key` beside it. */
  readonly keyFile?: string;
  /** Make what is absent. */
  readonly create: boolean;
  /** For who only looks: nothing is made, and no process begins, so that nothing is appended by itself. Default: false. */
  readonly looks?: boolean;
  /**
   * A log begun with true is marked as demo for ever, and opens only as one. `any`: whichever it is (a new one is for
   * production), for the command line beside a server.
   */
  readonly demo?: boolean | 'any';
  readonly clock?: Clock;
  /** Refuse file systems that a power cut empties (`not-durable`). Default: false. */
  readonly requireDurable?: boolean;
  /** Make room for what is going to be written to a log on SQLite: see {@link OpenLog}. Default: false. */
  readonly room?: boolean;
  /** Open a log that is behind its pin, and record who accepts what is lost. */
  readonly acceptLoss?: AcceptLoss;
  /** Open also where keys are behind the log, and none newer are left. Default: false. */
  readonly acceptMissingKeys?: boolean;
  /** How long the log's scrubber takes to read it again, at most. Default: a week. */
  readonly scrubCycleMs?: number;
  /** Procedures to publish where the log has them not yet. Default: all that the product ships. */
  readonly shipped?: readonly Procedure[];
}

/** The token under which Nest knows the installation. */
export const INSTALLATION = Symbol('installation');

/** A data directory in use: its keys, the log wherever it lies, the read side and the way in. */
export interface Installation {
  readonly directory: string;
  readonly keyFile: string;
  /** Where the log lies, without a password. */
  readonly place: string;
  /** Where the master key was written, when this opening made it. */
  readonly createdKeyFile?: string;
  readonly logId: string;
  readonly demo: boolean;
  readonly clock: Clock;
  readonly store: Log;
  /** See {@link ReadSide.renewed}. */
  readonly renewed?: string;
  readonly keys: Keys;
  /** What events name as attachments. */
  readonly files: SealedFiles;
  readonly unnamedFiles: UnnamedFiles;
  readonly database: ReadModels<Tables>;
  readonly runner: Runner;
  readonly references: ReferenceData;
  readonly engine: CommandEngine;
  readonly followUps: FollowUpWorker;
  readonly sealedUp: SealedUp;
  readonly upcast: (event: Event) => Event;
  readonly unseal: Unseal;
  close(): Promise<void>;
}

const ALL_PROJECTIONS = [...Object.values(PROJECTIONS), followUps(PROCESSES), referenceStreams];

/** Every kind of work. Each row, and each call of the engine, meets only states of its own kind. */
export const ALL_FEATURES = Object.values(FEATURES) as unknown as readonly Feature[];

/** Names of the tables of the read side. */
export const PROJECTION_NAMES: readonly string[] = ALL_PROJECTIONS.map(({ name }) => name);

const UPCAST = upcasting(UPCASTERS);

const systemClock: Clock = {
  nowMicros: () => Math.floor((performance.timeOrigin + performance.now()) * 1000),
};

/**
 * Opens log, keys and read side, brings the read side to the head, and, unless it `looks`, lets processes catch up. What is
 * refused before a log was begun leaves no directory behind.
 */
export async function openInstallation(options: OpenInstallation): Promise<Installation> {
  const paths = pathsOf(options);
  const place = placeOf(paths.directory, options);
  const unmake = options.create ? await madeFor(paths, place) : () => undefined;
  try {
    checkStands(paths.directory);
    return await openedAt({ ...paths, place }, options);
  } catch (error) {
    unmake();
    throw orOtherAddress(error, paths.directory, place);
  }
}

async function openedAt(
  { directory, keyFile, place }: Paths & { readonly place: Place },
  options: OpenInstallation,
): Promise<Installation> {
  const clock = options.clock ?? systemClock;
  const { requireDurable, create, looks = false, shipped = shippedProcedures() } = options;
  const { acceptLoss, scrubCycleMs, room } = options;
  const takeNewPin = newPin(directory, place);
  const told = toldBeside(directory, place);
  let keys: Keys | undefined;
  let isKnown = false;
  const store = await openLog({
    ...{ store: place.store, directory, clock, requireDurable, scrubCycleMs, room },
    create: create && !place.moved,
    keys: told,
    // Keys and files lie beside one server: what another one wrote under its own could not be read here.
    ...{ acceptLoss: acceptLoss?.leaf, expectsPin: place.known !== undefined, alone: true },
    // An event whose key a power cut took could never be read again.
    before: () => keys?.kept(),
    after: (position) => store.dense && keys?.logReaches(position),
  });
  const opened: { close(): unknown }[] = [store];
  try {
    const { where, accepted } = await checked(
      { directory, keyFile, place, store, clock, ...told },
      options,
    );
    keys = ownKeys(where);
    opened.push(keys);
    const log = await openedLog(store, { clock, demo: options.demo ?? false });
    const remember = (read: string) => rememberPlace(directory, { ...place, ...log, read });
    if (!place.moved) remember(place.readBefore);
    // From now on the directory knows whose log it has, and asks for its pin.
    isKnown = !place.moved;
    if (accepted) await recordLoss({ store, clock }, accepted);
    await writeOn(keys, { store, acceptMissing: options.acceptMissingKeys });
    const unseal = unsealing(keys, log.logId);
    let wake = () => {}; // until there is a worker to wake
    const readSide = await openReadSide(place.read, {
      store,
      projections: ALL_PROJECTIONS,
      ...{ upcast: UPCAST, unseal },
      matters: { kinds: ['clue', 'case', 'report', 'access'], links: linksOf },
      erasing: ['KeyDestroyed'],
      nowMillis: () => performance.now(),
      onCommitted: () => wake(),
    });
    opened.push(
      { close: () => readSide.database.close() },
      { close: () => readSide.runner.stop() },
    );
    remember(place.read);
    discardLeftBehind(directory, place);
    const at = { directory, keyFile, place: shown(place.store) };
    const parts = { ...at, clock, store, keys, ...readSide, ...log, upcast: UPCAST, unseal };
    return await assembled(parts, { shipped, looks, wakes: (work) => (wake = work) });
  } catch (error) {
    for (const part of opened.reverse()) await part.close();
    if (!isKnown) takeNewPin();
    throw error;
  }
}

/** Log and keys as they stand, before anything of the keys is written. */
async function checked(
  {
    directory,
    keyFile,
    place,
    reached,
    ...log
  }: Paths & Pick<Installation, 'store' | 'clock'> & { readonly place: Place; reached: number },
  { create, looks, acceptLoss, acceptMissingKeys: acceptMissing = false }: OpenInstallation,
) {
  const { store } = log;
  // Also where an earlier opening began the log and then was refused its key file, or killed.
  await checkSameLog(directory, place, store);
  if (!create || looks) await checkBegun(store, shown(place.store));
  const empty = (await store.head()).position === 0n;
  if (empty && reached > 0) throw logGone(directory, reached);
  const where = { directory, keyFile, create: (create && empty) || acceptMissing };
  await checkKeys(store, { ...where, acceptMissing });
  const accepted = await acceptedLoss({ ...log, upcast: UPCAST }, { reached, acceptLoss });
  return { where, accepted };
}

type Parts = Pick<
  Installation,
  | 'directory'
  | 'keyFile'
  | 'place'
  | 'clock'
  | 'store'
  | 'keys'
  | 'logId'
  | 'demo'
  | 'upcast'
  | 'unseal'
  | keyof ReadSide
>;

interface Asked {
  readonly shipped: readonly Procedure[];
  readonly looks: boolean;
  /** Takes what is to be done after each commit of the read side. */
  readonly wakes: (work: () => void) => void;
}

async function assembled(parts: Parts, { shipped, looks, wakes }: Asked): Promise<Installation> {
  const { store, keys, logId, clock, references, upcast } = parts;
  const files = new SealedFiles({ directory: join(parts.directory, 'attachments'), logId, keys });
  const engine = new CommandEngine({
    ...{ store, keys, logId, clock, references, upcast, files },
    features: ALL_FEATURES,
    defaultProcedure: DEFAULT_PROCEDURE,
  });
  const processes = processesOf(parts, engine);
  const unnamedFiles = new UnnamedFiles({ store, files, clock });
  if (!looks) {
    await files.sweep();
    await publishShipped({ store, references, clock, shipped });
    // The runner's own health tells of a failed read side.
    wakes(() => void wake(processes).catch(() => undefined));
    await wake(processes);
    unnamedFiles.start();
  }
  return {
    ...parts,
    ...{ createdKeyFile: keys.createdKeyFile, ...processes, files, unnamedFiles, engine },
    close: () => closed({ ...parts, ...processes, unnamedFiles }),
  };
}

interface Working extends Processes {
  readonly unnamedFiles: UnnamedFiles;
}

async function closed({
  runner,
  followUps,
  store,
  database,
  keys,
  sealedUp,
  unnamedFiles,
}: Parts & Working) {
  await followUps.rest();
  await sealedUp.rest();
  await unnamedFiles.rest();
  await runner.stop();
  await store.close();
  await database.close();
  keys.close();
}
