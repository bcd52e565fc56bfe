import { LogDamaged } from '@cluetrail/event-sourcing';
import { serve, type Serve, type Server } from '../../api/src/index.js';
import { Failure } from './failure.js';

/** Serves, or says in one line by which name the directory is refused. */
export async function opened(options: Serve): Promise<Server> {
  try {
    return await serve(options);
  } catch (error) {
    if (error instanceof LogDamaged) throw new Failure(`log-damaged: ${error.message}`);
    if (error instanceof Error && 'code' in error)
      throw new Failure(`${String(error.code)}: ${error.message}`);
    throw error;
  }
}
