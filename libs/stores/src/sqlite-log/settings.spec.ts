import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { applySettings, checkSettings, checkVersion } from './settings.js';

describe("SQLite's settings", () => {
  let directory: string;
  let db: DatabaseSync;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'cluetrail-settings-'));
    db = new DatabaseSync(join(directory, 'events.db'));
    applySettings(db);
  });
  afterEach(() => {
    db.close();
    rmSync(directory, { recursive: true });
  });

  it('pass when all are in force', () => {
    expect(() => checkSettings(db)).not.toThrow();
  });

  it.each([
    ['synchronous', 'NORMAL', /synchronous: expected 2, found 1/],
    ['mmap_size', '1048576', /mmap_size: expected 0, found 1048576/],
    ['trusted_schema', 'ON', /trusted_schema: expected 0, found 1/],
    ['cell_size_check', 'OFF', /cell_size_check: expected 1, found 0/],
    ['wal_autocheckpoint', '1000', /wal_autocheckpoint: expected 0, found 1000/],
    ['journal_mode', 'DELETE', /journal_mode: expected wal, found delete/],
  ])('are refused when %s drifted to %s', (name, value, message) => {
    db.exec(`PRAGMA ${name}=${value}`);
    expect(() => checkSettings(db)).toThrow(message);
  });

  it.each(['3.51.2', '3.40.1', '3.7.0'])('are refused on SQLite %s', (version) => {
    expect(() => checkVersion(version)).toThrow(`expected 3.51.3 or newer, found ${version}`);
  });

  it.each(['3.51.3', '3.53.4', '4.0.0'])('pass on SQLite %s', (version) => {
    expect(() => checkVersion(version)).not.toThrow();
  });
});
