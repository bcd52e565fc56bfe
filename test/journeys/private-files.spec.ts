import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cluetrailAlone } from '../support/command-line.js';
import { ORGANISATION } from '../support/organisation.js';
import { onEmbedded } from '../support/store.js';

describe('the files of a data directory', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-private-'));
  afterAll(() => rmSync(root, { recursive: true }));

  onEmbedded('are for its user alone, also in a directory that all may enter', () => {
    const data = join(root, 'data');
    mkdirSync(data, { mode: 0o755 });
    const yaml = join(root, 'org.yaml');
    writeFileSync(yaml, ORGANISATION);
    const { status } = cluetrailAlone('org', 'apply', yaml, '--data', data);
    expect(status).toBe(0);
    const names = readdirSync(data).filter((name) => statSync(join(data, name)).isFile());
    expect(names).toEqual(expect.arrayContaining(['events.db', 'keys.db', 'read.db']));
    expect(names.filter((name) => statSync(join(data, name)).mode & 0o077)).toEqual([]);
  });
});
