import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Fresh directories under one that is removed with the last of them. */
export class Workplace {
  ends = [];

  constructor(parent = tmpdir()) {
    this.root = mkdtempSync(join(parent, 'cluetrail-bench-'));
  }

  fresh() {
    return mkdtempSync(join(this.root, 'd-'));
  }

  discard(directory) {
    rmSync(directory, { recursive: true, force: true });
  }

  /** What still runs here when a measure has failed must end before its files go. */
  atEnd(end) {
    this.ends.push(end);
  }

  async close() {
    for (const end of this.ends) await end();
    this.discard(this.root);
  }
}
