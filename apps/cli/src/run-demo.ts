import { existsSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import { DemoClock, fillDemo, serve, type Server, tokenFor } from '../../api/src/index.js';
import { Failure } from './failure.js';
import { DEMO_PERSONS } from '@cluetrail/clues';
import { opened } from './opened.js';
import { endsOnSignal } from './run-server.js';

export interface RunDemo {
  readonly data: string;
  readonly port: number;
  /** The day on which the demo stands; absent = now. */
  readonly today?: string;
  readonly fillOnly?: boolean;
}

/** Fills a demo directory where there is none, serves it, and says what to try. */
export async function runDemo({ data, port, today, fillOnly = false }: RunDemo): Promise<void> {
  const directory = resolve(data);
  const until = endOf(today);
  const clock = new DemoClock();
  if (!existsSync(join(directory, 'events.db'))) await fill({ directory, clock, until });
  clock.run(until);
  const server = await opened({
    directory,
    create: false,
    demo: true,
    clock,
    port,
    listen: !fillOnly,
  });
  const tokens = await tokensOf(server);
  process.stdout.write(told({ server, data, tokens, until }));
  if (fillOnly) return server.close();
  endsOnSignal(server);
}

/** Seventeen o'clock in Shanghai on a given day; the present moment where none is given. */
function endOf(today: string | undefined): number {
  if (today === undefined) return Date.now();
  const at = /^\d{4}-\d{2}-\d{2}$/.test(today) ? Date.parse(`${today}T17:00:00+08:00`) : Number.NaN;
  if (Number.isNaN(at)) throw new Failure(`--today: expected a date YYYY-MM-DD, found ${today}`);
  return at;
}

async function fill({
  directory,
  clock,
  until,
}: {
  directory: string;
  clock: DemoClock;
  until: number;
}): Promise<void> {
  clock.set(until - 331 * 86_400_000);
  // Beside its place until it is whole: a fill that was interrupted is never served as a demo.
  const filling = `${directory}.filling`;
  for (const left of [filling, `${filling}.key`]) rmSync(left, { recursive: true, force: true });
  const server = await serve({
    ...{ directory: filling, create: true, demo: true, clock },
    listen: false,
  });
  const bar = new SingleBar(
    {
      format: 'filling the demo [{bar}] {percentage}% | {value}/{total} commands',
      clearOnComplete: true,
      stream: process.stderr,
    },
    Presets.shades_classic,
  );
  try {
    let begun = false;
    await fillDemo(server.installation, clock, {
      until,
      progress: ({ done, total }) => {
        if (!begun) bar.start(total, 0);
        begun = true;
        if (done % 25 === 0 || done === total) bar.update(done);
      },
    });
  } finally {
    bar.stop();
    await server.close();
  }
  renameSync(`${filling}.key`, `${directory}.key`);
  renameSync(filling, directory);
}

async function tokensOf({ installation }: Server): Promise<Record<string, string>> {
  const tokens: Record<string, string> = {};
  for (const [office, personId] of Object.entries(DEMO_PERSONS))
    tokens[office] = (await tokenFor(installation, { personId, label: 'demo' })).token;
  return tokens;
}

function told({
  server,
  data,
  tokens,
  until,
}: {
  server: Server;
  data: string;
  tokens: Record<string, string>;
  until: number;
}): string {
  const at = data === '.cluetrail/demo' ? '' : ` --data ${data}`;
  const place = at || ' --data .cluetrail/demo';
  return [
    '',
    server.url ? `Cluetrail serves a DEMO at ${server.url}` : 'The demo is filled.',
    '',
    'Tokens (Authorization: Bearer …):',
    ...Object.entries(tokens).map(([office, token]) => `  ${office.padEnd(11)} ${token}`),
    '',
    'Try, in another terminal:',
    `  npm run -s cluetrail -- query overdue --with obligation=verify${place}`,
    `  npm run -s cluetrail -- query desk --as ${DEMO_PERSONS.officer}${place}`,
    `  npm run -s cluetrail -- query totals --as-of ${new Date(until - 60 * 86_400_000).toISOString().slice(0, 10)}${place}`,
    '',
  ].join('\n');
}
