import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cluetrail } from '../support/command-line.js';
import { ORGANISATION } from '../support/organisation.js';

/** Where no server runs, each command line opens the directory, and leaves it to the next one. */
describe('one command line after another', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-after-'));
  const data = join(root, 'data');
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const as = async (person: string, ...words: string[]) => {
    const { stdout, stderr } = await cluetrail(...words, '--data', data, '--as', person, '--json');
    if (stdout === '') throw new Error(`${words.join(' ')}: expected an answer, found ${stderr}`);
    return JSON.parse(stdout);
  };

  it('finds all that follows from what was done before', async () => {
    writeFileSync(join(root, 'org.yaml'), ORGANISATION);
    await cluetrail('org', 'apply', join(root, 'org.yaml'), '--data', data);
    const people: string[] = [];
    for (const name of ['甲', '乙', '丙'])
      people.push(
        (await as('admin-nn', 'do', 'registerPerson', '--input', JSON.stringify({ name }))).id,
      );
    const subjects = people.map((personId) => ({ personId, managingOrganId: 'nn' }));
    const input = JSON.stringify({ source: 'audit', subjects, summary: '反映' });
    const { id } = await as('admin-nn', 'do', 'discover', '--input', input);
    const children = people.map((one) => ({ subjects: [one], reports: [] }));
    const parts = JSON.stringify({ children, reason: '分别办理' });
    await as('admin-nn', 'do', 'split', id, '--input', parts);
    const told = await as('leader-nn', 'query', 'totals');
    expect([told.registered, told.open]).toEqual([4, 3]);
  }, 120_000);
});
