import type { Installation } from '../installation.js';
import { Opaque } from '../opaque.js';
import { Problem } from '../problem.js';
import { badParameter } from './parameters.js';

const WAIT_MILLIS = 5000;

/** How fresh an answer is, and waiting for one's own write. */
export class Freshness {
  private readonly receipts: Opaque;

  constructor(private readonly installation: Installation) {
    this.receipts = new Opaque(installation.keys, 'receipt');
  }

  /** Waits until the read side has seen the write of this receipt; 504 when it does not in time. */
  async reach(receipt: unknown): Promise<void> {
    if (receipt === undefined) return;
    const position = typeof receipt === 'string' ? this.receipts.openPosition(receipt) : undefined;
    if (position === undefined) throw badParameter('after', 'a receipt of this server');
    if (!(await this.installation.runner.reached(position, WAIT_MILLIS)))
      throw new Problem(504, 'not-reached');
  }

  /** The read side's state, without positions: a gap would tell of what may not be seen. */
  async headers(): Promise<Readonly<Record<string, string>>> {
    const { state } = await this.installation.runner.status();
    return { 'cluetrail-fresh': state };
  }
}
