import { closeSync, fsyncSync, openSync, statfsSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { peersFact } from './peers.mjs';
import { median } from './rounds.mjs';

/** What the figures depend on and the code does not. */
export function machineFacts(directory, syncs) {
  return {
    date: new Date().toISOString().slice(0, 16),
    node: process.version,
    sqlite: sqliteVersion(),
    peers: peersFact,
    platform: `${process.platform} ${process.arch}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    loadAverage: loadavg()[0],
    memoryGiB: totalmem() / 2 ** 30,
    fileSystem: FILE_SYSTEMS.get(statfsSync(directory).type) ?? 'other',
    ...syncFacts(directory, syncs),
  };
}

const FILE_SYSTEMS = new Map([
  [0xef53, 'ext4'],
  [0x58465342, 'xfs'],
  [0x9123683e, 'btrfs'],
  [0x01021994, 'tmpfs'],
  [0x794c7630, 'overlay'],
]);

function sqliteVersion() {
  const db = new DatabaseSync(':memory:');
  const { version } = db.prepare('select sqlite_version() as version').get();
  db.close();
  return version;
}

/** Appends 4 KiB and syncs, one after the other: no acknowledged append can be faster. */
function syncFacts(directory, syncs) {
  const block = new Uint8Array(4096);
  const fd = openSync(join(directory, 'syncs'), 'w');
  const millis = Array.from({ length: syncs }, () => {
    const start = performance.now();
    writeSync(fd, block);
    fsyncSync(fd);
    return performance.now() - start;
  });
  closeSync(fd);
  const total = millis.reduce((sum, one) => sum + one, 0);
  return { syncsPerSecond: (syncs / total) * 1000, syncMedianMillis: median(millis) };
}
