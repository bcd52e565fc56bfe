import { HealthController } from './health.controller.js';
import type { Installation } from './installation.js';

/** Only what readiness is read off; how a log comes to refuse is tried where it is written. */
function health(
  refusing: string | undefined,
  state = 'idle',
  damage: { position: bigint }[] = [],
): HealthController {
  return new HealthController({
    runner: { status: async () => ({ state, behind: 0n, parked: 0 }) },
    followUps: { refusals: () => new Map() },
    store: { refusing, stopped: refusing === 'overtaken', damage },
    demo: false,
  } as unknown as Installation);
}

describe('readiness', () => {
  it('is there while the log takes writes and the read side follows', async () => {
    expect(await health(undefined).ready()).toMatchObject({ status: 'ready', readSide: 'idle' });
  });

  it('stays where the scrubber found damage, and says of how many events', async () => {
    const damage = [{ position: 7n }, { position: 7n }, { position: 9n }];
    expect(await health(undefined, 'idle', damage).ready()).toMatchObject({
      status: 'damaged',
      damaged: 2,
    });
  });

  it('is gone once the log refused an append, and while the read side is dead', async () => {
    await expect(health('disk full').ready()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(health('overtaken').ready()).rejects.toMatchObject({ code: 'log-stopped' });
    await expect(health(undefined, 'dead').ready()).rejects.toMatchObject({
      code: 'read-side-dead',
    });
  });
});
