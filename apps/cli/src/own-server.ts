import { opened } from './opened.js';

/** Opens the directory for this command alone: the same server, on its socket only. Answers how to close it. */
export async function openOwn({
  passing,
  ...where
}: {
  readonly directory: string;
  readonly store?: string;
  readonly read?: string;
  readonly keyFile?: string;
  readonly create: boolean;
  /** It is thrown away: nothing is told of it. */
  readonly passing: boolean;
}): Promise<() => Promise<void>> {
  const server = await opened({ ...where, demo: 'any', listen: false });
  const { createdKeyFile } = server.installation;
  if (createdKeyFile && !passing)
    process.stderr.write(`master key written to ${createdKeyFile}: keep it apart from the data\n`);
  return () => server.close();
}
