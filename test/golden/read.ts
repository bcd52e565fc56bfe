import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Event } from '@cluetrail/event-sourcing';

/** A file of this folder as bytes. Nothing writes here: what is kept is kept for ever. */
export function golden(path: string): Uint8Array {
  return readFileSync(new URL(path, import.meta.url));
}

/** The names in a folder here, without this ending. */
export function goldenNames(folder: string, ending: string): string[] {
  return readdirSync(new URL(`${folder}/`, import.meta.url))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

export function goldenEvent(name: string): Event {
  return JSON.parse(textOf(golden(`events/${name}.json`)));
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}
