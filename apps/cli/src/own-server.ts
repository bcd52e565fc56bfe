import { opened } from './opened.js';

/** Opens the directory for this command alone: the same server, on its socket only. Answers how to close it. */
export async function openOwn(where: {
  directory: string;
  keyFile?: string;
  create: boolean;
}): Promise<() => Promise<void>> {
  const server = await opened({ ...where, demo: 'any', listen: false });
  if (server.installation.createdKeyFile)
    process.stderr.write(
      `master key written to ${server.installation.createdKeyFile}: keep it apart from the data\n`,
    );
  return () => server.close();
}
