import { Controller, Get, Inject } from '@nestjs/common';
import { type Log, StoreRefused } from '@cluetrail/stores';
import { INSTALLATION, type Installation } from './installation.js';
import { Problem, rebuilding } from './problem.js';

@Controller('health')
export class HealthController {
  constructor(@Inject(INSTALLATION) private readonly installation: Installation) {}

  /** The process answers. */
  @Get('live')
  live(): object {
    return { status: 'live' };
  }

  /**
   * The log takes writes and the read side follows; idle, behind, parked, rebuilding and dead are told apart. Known
   * damage does not end it: all else is sound, and nobody is helped where nothing is recorded any more. How many
   * events it touches is said here; where they lie, on the administration's socket and in the server's log.
   */
  @Get('ready')
  async ready(): Promise<object> {
    const { runner, store, demo, followUps } = this.installation;
    // Known without asking it: where its server is away, an answer takes long.
    if (store.refusing !== undefined) throw unready(store);
    const status = await runner.status();
    const { state, behind, parked, error } = status;
    if (store.refusing !== undefined) throw unready(store);
    const owed = followUps.refusals().size;
    const damaged = new Set(store.damage.map(({ position }) => position)).size;
    if (state === 'dead') throw deadOf(error);
    if (state === 'rebuilding') throw rebuilding(status);
    return {
      status: damaged > 0 ? 'damaged' : 'ready',
      readSide: state,
      behind: Number(behind),
      parked,
      refusedFollowUps: owed,
      ...(damaged > 0 && { damaged }),
      demo,
    };
  }
}

/** It tries again by itself; what no trying mends is named. */
function deadOf(error: unknown): Problem {
  const named = error instanceof StoreRefused && UNMENDED.has(error.code);
  return new Problem(503, named ? error.code : 'read-side-dead');
}

const UNMENDED: ReadonlySet<string> = new Set(['read-models-damaged', 'in-use']);

function unready({ stopped }: Log): Problem {
  return new Problem(503, stopped ? 'log-stopped' : 'unavailable');
}
