import { readFileSync } from 'node:fs';
import { settingsOf } from './service-settings.js';
import { SettingRefused } from './setting.js';

describe('the settings of a service', () => {
  it('are those of the environment, else their defaults', () => {
    const unsaid = {
      ...{ directory: '.cluetrail/data', store: undefined, read: undefined, keyFile: undefined },
      ...{ host: '127.0.0.1', port: 3000, hosts: undefined },
      ...{ level: 'info', create: false, volatile: false },
    };
    expect(settingsOf({})).toEqual(unsaid);
    // An image that sets them is told otherwise so.
    expect(settingsOf({ CLUETRAIL_CREATE: '', CLUETRAIL_VOLATILE: '0' })).toEqual(unsaid);
    expect(
      settingsOf({
        ...{ CLUETRAIL_DATA: '/data', CLUETRAIL_STORE: 'sqlite:/log', CLUETRAIL_KEY_FILE: '/key' },
        ...{ CLUETRAIL_READ: 'postgres://h/d', HOST: '::1', PORT: '65535', CLUETRAIL_LOG: 'warn' },
        ...{ CLUETRAIL_HOSTS: 'Clues.example.org, [::1]', CLUETRAIL_CREATE: '1' },
      }),
    ).toEqual({
      ...{ directory: '/data', store: 'sqlite:/log', keyFile: '/key', read: 'postgres://h/d' },
      ...{ host: '::1', port: 65_535, level: 'warn', hosts: ['clues.example.org', '[::1]'] },
      ...{ create: true, volatile: false },
    });
  });

  const stores = 'sqlite:DIR, postgres://… or esdb://…';
  it.each([
    ['CLUETRAIL_STORE', `${stores}, found no scheme`, ['', ' ', 'foo']],
    ['CLUETRAIL_STORE', `${stores}, found mysql:`, ['mysql://x']],
    ['CLUETRAIL_STORE', 'sqlite:DIR, found "sqlite:" without a directory', ['sqlite:']],
    [
      'CLUETRAIL_STORE',
      'each host as NAME or NAME:PORT of 1 to 65535, found another form',
      ['esdb://admin:s3cretpw@h:abc'],
    ],
    [
      'CLUETRAIL_STORE',
      'tls to be true or false, found maybe in esdb://h:2113',
      ['esdb://admin:s3cretpw@h:2113?tls=maybe'],
    ],
    [
      'CLUETRAIL_READ',
      'postgres://… or /d/read.db, found no scheme',
      ['', ' ', 'x', '/d/other.db'],
    ],
    ['CLUETRAIL_READ', 'postgres://… or /d/read.db, found sqlite:', ['sqlite:/d']],
    ['CLUETRAIL_READ', 'postgres://… or /d/read.db, found esdb:', ['esdb://x']],
    ['CLUETRAIL_READ', 'a lower-case name as log, found "A b"', ['postgres://h/d?log=A%20b']],
  ])('refuse by name where %s leads nowhere: %s', (name, expected, values) => {
    const message = `${name}: expected ${expected}`;
    for (const value of values)
      expect(() => settingsOf({ CLUETRAIL_DATA: '/d', [name]: value })).toThrow(
        expect.objectContaining({ code: 'no-store', message }),
      );
  });

  it('take the file of read models in the data directory, which leads back to it', () => {
    const { read } = settingsOf({ CLUETRAIL_DATA: '/d', CLUETRAIL_READ: ' /d/read.db ' });
    expect(read).toBe('/d/read.db');
  });

  it('are all told in the page about production', () => {
    const read = new Set<string>();
    settingsOf(new Proxy({}, { get: (_, name) => void read.add(String(name)) }));
    const page = readFileSync(
      new URL('../../../docs/how-to/run-in-production.md', import.meta.url),
      'utf8',
    );
    const [, table = ''] = /\n\| variable \|[^\n]*\n\| ---[^\n]*\n((?:\|.*\n)+)/.exec(page) ?? [];
    const rows = table.split('\n').map((row) => row.split(' | ')[0]);
    const told = rows.flatMap((cell) => [...cell.matchAll(/`([A-Z_]+)/g)].map(([, name]) => name));
    expect(told.sort()).toEqual([...read].sort());
  });

  it.each([
    ['PORT', '0 to 65535', ['', ' ', '0x50', '65536']],
    ['HOST', 'an address of this machine', ['', ' ']],
    [
      'CLUETRAIL_LOG',
      'one of trace, debug, info, warn, error, fatal, silent',
      ['', 'loud', 'toString'],
    ],
    ['CLUETRAIL_CREATE', '1, or 0 or nothing', ['yes', 'true']],
    ['CLUETRAIL_VOLATILE', '1, or 0 or nothing', ['on', '10']],
    ['CLUETRAIL_DATA', 'a directory', ['']],
    ['CLUETRAIL_KEY_FILE', 'a file', ['']],
    [
      'CLUETRAIL_HOSTS',
      'host names without scheme and port, parted by commas',
      ['', 'a,,b', 'https://clues.example.org', 'clues.example.org:8443'],
    ],
  ])('refuse a senseless %s, and name it with %s', (name, expected, values) => {
    for (const value of values)
      expect(() => settingsOf({ [name]: value })).toThrow(
        new SettingRefused(name, expected, value.trim() || 'nothing'),
      );
  });
});
