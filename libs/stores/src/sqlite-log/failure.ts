import { LogDamaged } from '@cluetrail/event-sourcing';
import type { Failure } from './messages.js';
import { StoreRefused } from '../shared/store-refused.js';

/** An error as it crosses the thread; {@link errorOf} makes it an error again. */
export function failureOf(error: unknown): Failure {
  if (error instanceof LogDamaged) return { kind: 'damaged', ...error.at };
  if (error instanceof StoreRefused) {
    const { code, message, detail } = error;
    return { kind: 'refused', code, message, detail };
  }
  if (isDamage(error)) {
    const message = `the log is damaged: expected readable pages, found "${messageOf(error)}"`;
    return { kind: 'refused', code: 'log-damaged', message, detail: {} };
  }
  return { kind: 'mistake', message: messageOf(error) };
}

export function errorOf(failure: Failure): Error {
  switch (failure.kind) {
    case 'damaged':
      return new LogDamaged(failure);
    case 'refused':
      return new StoreRefused(failure.code, failure.message, failure.detail);
    case 'mistake':
      return new Error(failure.message);
  }
}

export const ERROR = 1;
export const BUSY = 5;
export const IO_FAILED = 10;
export const CORRUPT = 11;
export const FULL = 13;
export const NOT_OPENED = 14;
export const CONSTRAINT = 19;
export const NOT_A_DATABASE = 26;

/** What only a cut or altered file gives: pages that make no sense, or a number that no log can reach. */
export function isDamage(error: unknown): boolean {
  const primary = primaryCodeOf(error);
  if (primary !== undefined) return primary === CORRUPT || primary === NOT_A_DATABASE;
  return isObject(error) && 'code' in error && error.code === 'ERR_OUT_OF_RANGE';
}

/** The primary result code of a SQLite error (the low byte), undefined for any other error. */
export function primaryCodeOf(error: unknown): number | undefined {
  return isObject(error) && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : undefined;
}

export function messageOf(error: unknown): string {
  return isObject(error) && 'message' in error ? String(error.message) : String(error);
}

// Not instanceof: node:sqlite throws the errors of its own realm.
function isObject(error: unknown): error is object {
  return typeof error === 'object' && error !== null;
}
