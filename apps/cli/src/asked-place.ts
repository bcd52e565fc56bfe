import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DEFAULT_DIRECTORY, DIRECTORY, FILE, type Said, valueOf } from '../../api/src/setting.js';
import { refusal } from './failure.js';

/** What an option, or else a variable, says of where things lie. */
export interface AskedPlace {
  readonly data?: string;
  /** Where the log lies, if not in the directory; the directory remembers it. */
  readonly store?: string;
  /** Where the read models lie, if neither in the directory nor beside the log. */
  readonly read?: string;
  readonly keyFile?: string;
}

/** Of keys, attachments and, unless it lies elsewhere, the log: as it was said, or by default. Throws SettingRefused. */
export function directoryOf({ data, store }: Pick<AskedPlace, 'data' | 'store'>): string {
  if (data !== undefined) return directoryAt({ name: '--data', text: data });
  const embedded = embeddedIn(storeOf({ store })?.text);
  if (embedded !== undefined) return resolve(embedded);
  return directoryAt(inVariable('CLUETRAIL_DATA') ?? { name: 'default', text: DEFAULT_DIRECTORY });
}

/**
 * Where log and read models lie, as it was said; undefined = as the directory remembers, or in the directory. Rejects with a
 * Failure `no-store` that names the option or the variable which leads nowhere.
 */
export async function placeOf(asked: AskedPlace, directory = directoryOf(asked)) {
  const store = storeOf(asked);
  const read = said('--read', asked.read) ?? inVariable('CLUETRAIL_READ');
  if (store || read) await checked({ store, read }, directory);
  return { store: store?.text, read: read?.text };
}

/** Of a server that runs on the directory. Rejects with a Failure `other-store` where it has its log in a store of another kind. */
export async function checkOwnStore(directory: string, store: string): Promise<void> {
  const { placeOf: ownPlace } = await import('../../api/src/place.js');
  try {
    ownPlace(directory, { store });
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw refusal(String(error.code), error.message);
  }
}

/** The master key's, where one is named. Throws SettingRefused. */
export function keyFileOf({ keyFile }: Pick<AskedPlace, 'keyFile'>): string | undefined {
  return keyFile === undefined ? undefined : valueOf({ name: '--key-file', text: keyFile }, FILE);
}

/** A log was begun here. Where a pin tells of one, another would be no help: the opening says what is missing. */
export function holdsLog(directory: string): boolean {
  return ['events.db', 'pin.json', 'store.json'].some((name) => standsIn(directory, name));
}

/** Of a directory that one may not look into nothing is known: it is not empty. */
function standsIn(directory: string, name: string): boolean {
  try {
    return statSync(join(directory, name), { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    const { message } = error as Error; // of node:fs
    throw refusal(
      'log-unreadable',
      `data directory ${directory}: expected that it may be read, found "${message}"`,
    );
  }
}

/** The directory of a log on SQLite. */
export function embeddedIn(store: string | undefined): string | undefined {
  return /^sqlite:(.+)/.exec(store ?? '')?.[1];
}

function directoryAt(said: Said): string {
  return resolve(valueOf(said, DIRECTORY));
}

async function checked(
  { store, read }: { readonly store?: Said; readonly read?: Said },
  directory: string,
): Promise<void> {
  // Loaded only where there is something to look at: beside a running server the command line stays light.
  const { checkReadModelsAt, nameOfPlace, StoreRefused } = await import('@cluetrail/stores');
  try {
    if (store) nameOfPlace(store.text, store.name);
    if (read) checkReadModelsAt(read.text, join(directory, 'read.db'), read.name);
  } catch (error) {
    throw error instanceof StoreRefused ? refusal(error.code, error.message) : error;
  }
}

function storeOf({ store }: Pick<AskedPlace, 'store'>): Said | undefined {
  return said('--store', store) ?? inVariable('CLUETRAIL_STORE');
}

function inVariable(name: string): Said | undefined {
  return said(name, process.env[name]);
}

function said(name: string, text: string | undefined): Said | undefined {
  return text === undefined ? undefined : { name, text: text.trim() };
}
