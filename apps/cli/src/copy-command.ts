import type { Command } from 'commander';
import { LogDamaged } from '@cluetrail/event-sourcing';
import { Failure } from './failure.js';
import { failureOfSystem } from './files.js';
import { type Progress, progressOf } from './progress.js';
import { show } from './reaching.js';

interface Copying {
  readonly volatile?: boolean;
  readonly json?: boolean;
}

/** log copy, log prepare: the log as a whole, and the store it lies in. */
export function copyCommand(program: Command): void {
  const log = program.command('log').description('the log and the store it lies in');
  log
    .command('copy <from> <to>')
    .description(
      'copy the log between two stores (sqlite:DIR, postgres://… or esdb://…) and read the copy back; begun again, it goes on where it ended. Keys and attachments are no part of the log: copy keys.db with keys.db-wal, attachments/ and the master key yourself',
    )
    .option('--volatile', 'copy to a directory on tmpfs, ramfs or overlay too')
    .option('--json', 'for machines')
    .action(copying);
  log
    .command('prepare <store>')
    .description(
      'make the log in a PostgreSQL database as its owner (postgres://owner@…), and let a role serve from it that can add events and alter none',
    )
    .requiredOption('--role <name>', 'the role under which the server runs; it stands already')
    .option('--json', 'for machines')
    .action(preparing);
}

interface Preparing extends Pick<Copying, 'json'> {
  readonly role: string;
}

async function preparing(url: string, options: Preparing): Promise<void> {
  const { preparePostgresLog } = await import('@cluetrail/stores');
  try {
    show(await preparePostgresLog({ url, role: options.role }), options);
  } catch (error) {
    throw failureOf(error) ?? error;
  }
}

async function copying(from: string, to: string, options: Copying): Promise<void> {
  const { checkSource, copyLog, isSamePlace, nameOfPlace, openLog, sided, sideOf } =
    await import('@cluetrail/stores');
  const clock = { nowMicros: () => Date.now() * 1000 };
  const steps = new Steps(options);
  try {
    nameOfPlace(from, 'source');
    nameOfPlace(to, 'target');
    if (isSamePlace(from, to))
      throw new Failure(`log copy: expected two stores, found ${nameOfPlace(to)} twice`);
    await using source = closing(
      await sided('source', () => openLog({ store: from, clock, create: false })),
    );
    await sided('source', () => checkSource(source.log, nameOfPlace(from)));
    const requireDurable = !options.volatile;
    await using target = closing(
      await sided('target', () =>
        openLog({ store: to, clock, create: true, requireDurable, copying: true, alone: true }),
      ),
    );
    const copied = await copyLog({ from: source.log, to: target.log }, ({ step, done, total }) =>
      steps.at(step, done, total),
    );
    show({ ...copied, to: nameOfPlace(to) }, options);
  } catch (error) {
    const side = sideOf(error);
    const at = side && { side, place: nameOfPlace(side === 'source' ? from : to) };
    throw failureOf(error, at) ?? error;
  } finally {
    steps.end();
  }
}

function closing<L extends { close(): Promise<void> }>(log: L) {
  return { log, [Symbol.asyncDispose]: () => log.close() };
}

/** One bar after another. */
class Steps {
  private step: string | undefined;
  private progress: Progress | undefined;

  constructor(private readonly options: Copying) {}

  at(step: string, done: number, total: number): void {
    if (step !== this.step) {
      this.end();
      this.step = step;
      this.progress = progressOf({ title: step, quiet: this.options.json });
    }
    this.progress?.at(done, total);
  }

  end(): void {
    this.progress?.end();
    this.progress = undefined;
  }
}

/** What the stores refuse by name, and addresses that are none. `at`: which of two logs it was, where that is known. */
function failureOf(
  error: unknown,
  at?: { readonly side: string; readonly place: string },
): Failure | undefined {
  if (error instanceof Failure) return error;
  const side = at ? `${at.side}: ` : '';
  const place = at ? `${at.side} ${at.place}: ` : '';
  if (error instanceof LogDamaged) return new Failure(`log-damaged: ${place}${error.message}`);
  const system = failureOfSystem(error);
  if (system || !(error instanceof Error)) return system;
  if ('code' in error) {
    const code = String(error.code);
    return new Failure(`${code}: ${NAMELESS.has(code) ? place : side}${error.message}`);
  }
  return error.constructor === Error ? new Failure(error.message) : undefined;
}

/** Refusals that name no store: who opened or wrote it knows which it is. */
const NAMELESS: ReadonlySet<string> = new Set(['log-damaged', 'store-full']);
