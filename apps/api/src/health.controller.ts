import { Controller, Get, Inject } from '@nestjs/common';
import { INSTALLATION, type Installation } from './installation.js';
import { Problem } from './problem.js';

@Controller('health')
export class HealthController {
  constructor(@Inject(INSTALLATION) private readonly installation: Installation) {}

  /** The process answers. */
  @Get('live')
  live(): object {
    return { status: 'live' };
  }

  /** The log takes writes and the read side follows; idle, behind, parked and dead are told apart. */
  @Get('ready')
  async ready(): Promise<object> {
    const { runner, store, demo, followUps } = this.installation;
    const { state, behind, parked } = await runner.status();
    const owed = followUps.refusals().size;
    if (store.refusing !== undefined) throw new Problem(503, 'unavailable');
    if (state === 'dead') throw new Problem(503, 'read-side-dead');
    return {
      status: 'ready',
      readSide: state,
      behind: Number(behind),
      parked,
      refusedFollowUps: owed,
      demo,
    };
  }
}
