// A file system whose disk can be cut from its power, fail or be slow: ext4 on a loop device on nbdfuse on nbdkit. What
// was written and not yet flushed lives in nbdkit alone, and dies with it.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, run, until } from './tools.mjs';

export const NEEDED = {
  root: true,
  tools: ['nbdkit', 'nbdfuse', 'fusermount3', 'losetup', 'mkfs.ext4', 'e2fsck'],
};

const standing = new Set();

/** For the end of a check that failed. */
export function disposeAll() {
  for (const device of standing) device.dispose();
}

export class BlockDevice {
  #nbdfuse;
  #loop;

  /** `filters`: of nbdkit, over the file; `options`: theirs. */
  constructor(place, { filters = ['cache'], options = ['cache=writeback'], mebibytes = 192 } = {}) {
    this.place = mkdtempSync(join(place, 'device-'));
    Object.assign(this, { filters, options, image: this.#at('disk.img') });
    run('truncate', '-s', `${mebibytes}M`, this.image);
    run('mkfs.ext4', '-q', '-F', this.image);
    for (const name of ['nbd', 'mounted']) mkdirSync(this.#at(name));
    writeFileSync(this.#at('nbd/disk'), '');
    standing.add(this);
  }

  get mounted() {
    return this.#at('mounted');
  }

  async mount() {
    const socket = this.#at('socket');
    run(
      'nbdkit',
      ...['-U', socket, '-P', this.#at('pid'), ...this.filters.map((name) => `--filter=${name}`)],
      ...['file', this.image, ...this.options],
    );
    this.#nbdfuse = spawn('nbdfuse', [this.#at('nbd/disk'), '--unix', socket], { stdio: 'ignore' });
    await until(
      () => readFileSync('/proc/mounts', 'utf8').includes(this.#at('nbd/disk')),
      'nbdfuse',
    );
    this.#loop = run('losetup', '-f', '--show', this.#at('nbd/disk'));
    run('mount', '-o', 'noatime', this.#loop, this.mounted);
  }

  /** The power goes: whatever was not flushed is gone. Whoever uses the disk must be dead before {@link recover}. */
  cut() {
    process.kill(Number(readFileSync(this.#at('pid'), 'utf8')), 'SIGKILL');
  }

  /** The power is back: repaired as at a boot, and mounted on what the disk really held. */
  async recover() {
    this.#release();
    // 1: errors were corrected, as they are after a cut.
    attempt('e2fsck', '-fy', this.image);
    run('mount', '-o', 'loop,noatime', this.image, this.mounted);
  }

  dispose() {
    standing.delete(this);
    attempt('umount', this.mounted);
    try {
      this.cut();
    } catch {
      // gone already
    }
    this.#release();
  }

  #release() {
    attempt('umount', '-l', this.mounted);
    if (this.#loop) attempt('losetup', '-d', this.#loop);
    attempt('umount', '-l', this.#at('nbd/disk'));
    this.#nbdfuse?.kill('SIGKILL');
    this.#loop = undefined;
  }

  #at(name) {
    return join(this.place, name);
  }
}
