import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail } from '../support/arguments.mjs';

/** Fresh directories under one that is removed with the last of them. */
export class Workplace {
  ends = [];

  constructor(parent = tmpdir()) {
    try {
      this.root = mkdtempSync(join(parent, 'cluetrail-bench-'));
    } catch ({ message }) {
      fail(`--dir: expected a directory that may be written, found "${message}"`);
    }
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
