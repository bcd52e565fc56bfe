import { renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import {
  demoBegins,
  DemoClock,
  demoFilledFor,
  fillDemo,
  type FillDemo,
  type Server,
  tokenFor,
} from '../../api/src/index.js';
import { DEMO_PERSONS } from '@cluetrail/clues';
import { outOfYears } from '@cluetrail/event-sourcing';
import { holdsLog } from './asked-place.js';
import { Failure } from './failure.js';
import { failureOfListening, opened } from './opened.js';
import { endsOnSignal } from './run-server.js';

export interface RunDemo {
  readonly data: string;
  /** Where its log lies, if not there: empty before it is filled. */
  readonly store?: string;
  readonly read?: string;
  readonly port: number;
  /** The day on which the demo stands; absent = now. */
  readonly today?: string;
  readonly fillOnly?: boolean;
  /** How many clues; absent = about 300. */
  readonly clues?: number;
  /** Where the progress of the fill is told. */
  readonly stderr?: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

const HOST = '127.0.0.1';
const DAY = 86_400_000;
/** Between two lines of progress where nobody watches a bar. */
const TOLD_EVERY_MILLIS = 3000;

/** Fills a demo directory where there is none, serves it, and says what to try. */
export async function runDemo(options: RunDemo): Promise<void> {
  const { server, told } = await openDemo(options);
  process.stdout.write(told);
  if (options.fillOnly) return server.close();
  endsOnSignal(server);
}

/** The server of a filled demo, and what to tell about it. Throws Failure before it fills what it could not serve. */
export async function openDemo(options: RunDemo) {
  const {
    data,
    store,
    read,
    port,
    today,
    fillOnly = false,
    clues,
    stderr = process.stderr,
  } = options;
  const directory = resolve(data);
  const day = today === undefined ? undefined : endOf(today);
  if (!fillOnly) await portIsFree(port);
  const clock = new DemoClock();
  const fresh = !holdsLog(directory);
  if (fresh) await fill({ directory, store, read, clock, until: day ?? Date.now(), clues, stderr });
  if (day === undefined) clock.follow();
  else clock.run(day);
  const server = await opened({
    ...{ directory, store, read, create: false, demo: true, clock, port, host: HOST },
    listen: !fillOnly,
  });
  try {
    const filledFor = await demoFilledFor(server.installation);
    if (day !== undefined) clock.run(await momentOf(server, { day, filledFor, data }));
    const tokens = await tokensOf(server);
    return { server, told: told({ server, data, tokens, today, filledFor }) };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Seventeen o'clock in Shanghai on a given day. */
function endOf(today: string): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(today) ? Date.parse(`${today}T17:00:00+08:00`) : Number.NaN;
  const expected = Number.isNaN(at) ? 'a date YYYY-MM-DD' : outOfYears(today);
  if (expected) throw new Failure(`--today: expected ${expected}, found ${today}`);
  return at;
}

/** Before the fill, not after it. */
function portIsFree(port: number): Promise<void> {
  return new Promise((free, busy) => {
    const probe = createServer()
      .on('error', (error) => busy(failureOfListening(error, { port }) ?? error))
      .listen(port, HOST, () => probe.close(() => free()));
  });
}

/** From when it goes on. A history ends on the day for which it was made, and a log that was used later has no way back. */
async function momentOf(
  { installation }: Server,
  { day, filledFor, data }: { day: number; filledFor: number; data: string },
): Promise<number> {
  const { position } = await installation.store.head();
  const [last] = await installation.store.readAll({ after: position - 1n });
  const used = Date.parse(last.event.recordedAt);
  const same = dayOf(filledFor) === dayOf(day);
  if (same && used < day + DAY) return Math.max(day, used);
  const found = same ? `one used until ${dayOf(used)}` : `one of ${dayOf(filledFor)}`;
  throw new Failure(
    `--today ${dayOf(day)}: the demo is ${found}; to fill it anew, ${removing(data)}`,
  );
}

function removing(data: string): string {
  return `remove it first: rm -r ${data} ${data}.key`;
}

interface Fill extends Pick<FillDemo, 'until' | 'clues'> {
  readonly directory: string;
  readonly store?: string;
  readonly read?: string;
  readonly clock: DemoClock;
  readonly stderr: NonNullable<RunDemo['stderr']>;
}

async function fill({ directory, store, read, clock, until, clues, stderr }: Fill): Promise<void> {
  clock.set(demoBegins(until));
  // Beside its place until it is whole: a fill that was interrupted is never served as a demo.
  const filling = `${directory}.filling`;
  for (const left of [filling, `${filling}.key`]) rmSync(left, { recursive: true, force: true });
  const server = await opened({
    ...{ directory: filling, store, create: true, demo: true, clock },
    // The directory's own file goes along with it.
    read: read && resolve(read) === join(directory, 'read.db') ? join(filling, 'read.db') : read,
    listen: false,
  });
  const shown = stderr.isTTY ? new Bar() : new Lines(stderr);
  try {
    await fillDemo(server.installation, clock, {
      ...{ until, clues },
      progress: ({ done, total }) => shown.show(done, total),
    });
  } finally {
    shown.end();
    await server.close();
  }
  renameSync(`${filling}.key`, `${directory}.key`);
  renameSync(filling, directory);
}

class Bar {
  private readonly bar = new SingleBar(
    {
      format: 'filling the demo [{bar}] {percentage}% | {value}/{total} commands',
      clearOnComplete: true,
      stream: process.stderr,
    },
    Presets.shades_classic,
  );

  show(done: number, total: number): void {
    if (done === 1) this.bar.start(total, done);
    if (done % 25 === 0 || done === total) this.bar.update(done);
  }

  end(): void {
    this.bar.stop();
  }
}

/** Where there is no terminal. */
class Lines {
  private told = 0;

  constructor(private readonly stream: NodeJS.WritableStream) {}

  show(done: number, total: number): void {
    const now = performance.now();
    if (done !== total && done !== 1 && now - this.told < TOLD_EVERY_MILLIS) return;
    this.told = now;
    this.stream.write(`filling the demo: ${done} of ${total} commands\n`);
  }

  end(): void {}
}

async function tokensOf({ installation }: Server): Promise<Record<string, string>> {
  const tokens: Record<string, string> = {};
  for (const [office, personId] of Object.entries(DEMO_PERSONS))
    tokens[office] = (await tokenFor(installation, { personId, label: 'demo' })).token;
  return tokens;
}

interface Told {
  readonly server: Server;
  readonly data: string;
  readonly tokens: Readonly<Record<string, string>>;
  readonly today?: string;
  readonly filledFor: number;
}

function told({ server: { url, installation }, data, tokens, today, filledFor }: Told): string {
  const place = ` --data ${/[^\w./-]/.test(data) ? `'${data}'` : data}`;
  const now = installation.clock.nowMicros() / 1000;
  // Without its server nothing stands on that day.
  const then = url || today === undefined ? '' : ` --as-of ${today}`;
  const earlier = dayOf(filledFor - 60 * DAY);
  const stale = dayOf(filledFor) !== dayOf(now);
  return [
    '',
    url ? `Cluetrail serves a DEMO at ${url}` : 'The demo is filled.',
    `It lies in ${data}; its master key is ${installation.keyFile}.`,
    `Its history ends on ${dayOf(filledFor)}.${stale ? ` To fill it anew for another day, ${removing(data)}` : ''}`,
    '',
    'Tokens (Authorization: Bearer …):',
    ...Object.entries(tokens).map(([office, token]) => `  ${office.padEnd(11)} ${token}`),
    '',
    url ? 'Try, in another terminal:' : 'Try:',
    `  npm run -s cluetrail -- query overdue --with obligation=verify${then}${place}`,
    `  npm run -s cluetrail -- query desk --as ${DEMO_PERSONS.officer}${place}`,
    `  npm run -s cluetrail -- query totals --as-of ${earlier}${place}`,
    '',
  ].join('\n');
}

/** In Shanghai. */
function dayOf(millis: number): string {
  return new Date(millis + 8 * 3_600_000).toISOString().slice(0, 10);
}
