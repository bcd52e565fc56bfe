import type { Client } from 'pg';
import { inTime } from '../postgres-log/session.js';

/** The server gives the lock of a silent session to another one after a minute: well before, this side has to know. */
const BEAT_MILLIS = 5000;

/** Breaks a session that no longer answers, so that its end is noticed though nobody writes. Answers how to stop it. */
export function pulse(client: Client, isBusy: () => boolean): () => void {
  const timer = setInterval(() => {
    // What it is asked now has a limit of its own, which is longer.
    if (isBusy()) return;
    inTime(client.query('select'), BEAT_MILLIS).catch(() => client.connection.stream.destroy());
  }, BEAT_MILLIS).unref();
  return () => clearInterval(timer);
}
