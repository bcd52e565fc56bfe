import type { Verification } from '../shared/log.js';
import { addressOf } from './address.js';
import { connect, ended } from './session.js';
import { Statements } from './statements.js';
import { verified } from './verification.js';

const TIMEOUT_MILLIS = 10_000;

/** Reads the tables of a log. */
export async function verifyClosedTables(url: string): Promise<Verification> {
  const address = addressOf(url);
  const client = await connect(address, TIMEOUT_MILLIS);
  try {
    return await verified(client, new Statements(address.schema));
  } finally {
    await ended(client);
  }
}
