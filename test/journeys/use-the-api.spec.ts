import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_PERSONS } from '@cluetrail/clues';
import {
  demoBegins,
  DemoClock,
  fillDemo,
  serve,
  type Server,
  tokenFor,
} from '../../apps/api/src/index.js';
import { describeWith, pageRun } from '../support/page.js';
import { patience, storeFor } from '../support/store.js';

/** Wednesday, 10 November 2021, 17:00 in Shanghai. */
const UNTIL = Date.parse('2021-11-10T09:00:00.000Z');
const TOOLS = ['bash', 'curl', 'mktemp', 'sed', 'grep'];

describeWith(TOOLS, 'the page about the API')('the page about the API', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-api-page-'));
  let server: Server;

  beforeAll(async () => {
    const clock = new DemoClock();
    clock.set(demoBegins(UNTIL));
    const directory = join(root, 'data');
    server = await serve({
      directory,
      store: storeFor(directory),
      create: true,
      demo: true,
      clock,
      port: 0,
    });
    await fillDemo(server.installation, clock, { until: UNTIL, clues: 120 });
    clock.run(UNTIL);
  }, patience(300_000));
  afterAll(async () => {
    await server.close();
    rmSync(root, { recursive: true, force: true });
  });

  it(
    'says what the API answers, step by step',
    async () => {
      const personId = DEMO_PERSONS.officer;
      const { token } = await tokenFor(server.installation, { personId, label: 'test' });
      const env = { URL: String(server.url), TOKEN: token };
      const { said, done } = await pageRun('docs/how-to/use-the-api.md', env);
      expect(said.length).toBeGreaterThan(10);
      expect(done).toEqual(said);
    },
    patience(300_000),
  );
});
