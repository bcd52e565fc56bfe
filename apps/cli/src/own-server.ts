import { serve } from '../../api/src/index.js';
import { Failure } from './failure.js';

/** Opens the directory for this command alone: the same server, on its socket only. Answers how to close it. */
export async function openOwn(where: {
  directory: string;
  keyFile?: string;
  create: boolean;
}): Promise<() => Promise<void>> {
  try {
    const server = await serve({ ...where, demo: 'any', listen: false });
    if (server.installation.createdKeyFile)
      process.stderr.write(
        `master key written to ${server.installation.createdKeyFile}: keep it apart from the data\n`,
      );
    return () => server.close();
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      throw new Failure(`${String(error.code)}: ${error.message}`);
    throw error;
  }
}
