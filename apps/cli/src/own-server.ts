import { settle } from '../../api/src/index.js';
import { opened } from './opened.js';

/** Nobody waits longer for what follows from his command; the next start does the rest. */
const SETTLED_WITHIN_MILLIS = 10_000;

/**
 * Opens the directory for this command alone: the same server, on its socket only. Answers how to close it. The command
 * finds all that was owed before it, and leaves nothing owed to the next one, which would ask too early; one that only
 * `looks` leaves it owed, and the log as it is.
 */
export async function openOwn({
  passing,
  ...where
}: {
  readonly directory: string;
  readonly store?: string;
  readonly read?: string;
  readonly keyFile?: string;
  readonly create: boolean;
  readonly looks: boolean;
  /** It is thrown away: nothing is told of it. */
  readonly passing: boolean;
}): Promise<() => Promise<void>> {
  const server = await opened({ ...where, demo: 'any', listen: false });
  const { installation } = server;
  if (!where.looks) await settle(installation, SETTLED_WITHIN_MILLIS);
  const { createdKeyFile } = installation;
  if (createdKeyFile && !passing)
    process.stderr.write(`master key written to ${createdKeyFile}: keep it apart from the data\n`);
  return async () => {
    if (!passing && !where.looks) await settle(installation, SETTLED_WITHIN_MILLIS);
    await server.close();
  };
}
