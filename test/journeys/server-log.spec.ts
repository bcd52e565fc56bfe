import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { cluetrail, served } from '../support/command-line.js';
import { onEmbedded } from '../support/store.js';

describe('a mistake of the program', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-mistake-'));
  const data = join(root, 'data');
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  onEmbedded(
    'is in the log of serve: a line of JSON on standard error',
    async () => {
      const server = await served('--data', data, '--create', '--port', '0', '--volatile');
      try {
        expect((await cluetrail('query', 'clues', '--data', data, '--json')).status).toBe(0);
        // No damage, and nothing that an administrator is known to do.
        const db = new DatabaseSync(join(data, 'read.db'));
        db.exec('DROP TABLE clues');
        db.close();
        const { status, stderr } = await cluetrail('query', 'clues', '--data', data);
        expect([status, stderr]).toEqual([1, expect.stringMatching(/^cluetrail: internal: /)]);
      } finally {
        await server.end();
      }
      const [line, ...more] = server.stderr().trimEnd().split('\n');
      expect(more).toEqual([]);
      const { msg, reqId, err } = JSON.parse(line);
      expect([msg, reqId]).toEqual(['failed', expect.stringMatching(/^[0-9a-f-]{36}$/)]);
      expect(err.stack[0]).toMatch(/^at /);
    },
    180_000,
  );
});
