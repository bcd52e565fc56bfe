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

/** log copy: the log as a whole, into another store. */
export function copyCommand(program: Command): void {
  program
    .command('log')
    .description('the log and the store it lies in')
    .command('copy <from> <to>')
    .description(
      'copy the log between two stores (sqlite:DIR, postgres://… or esdb://…) and read the copy back; begun again, it goes on where it ended. Keys and attachments are no part of the log: copy keys.db, attachments/ and the master key yourself',
    )
    .option('--volatile', 'copy to a directory on tmpfs, ramfs or overlay too')
    .option('--json', 'for machines')
    .action(copying);
}

async function copying(from: string, to: string, options: Copying): Promise<void> {
  const { copyLog, openLog } = await import('@cluetrail/stores');
  const clock = { nowMicros: () => Date.now() * 1000 };
  const steps = new Steps(options);
  try {
    await using source = closing(await openLog({ store: from, clock, create: false }));
    const requireDurable = !options.volatile;
    await using target = closing(await openLog({ store: to, clock, create: true, requireDurable }));
    show(
      await copyLog({ from: source.log, to: target.log }, ({ step, done, total }) =>
        steps.at(step, done, total),
      ),
      options,
    );
  } catch (error) {
    throw failureOf(error) ?? error;
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

/** What the stores refuse by name, and addresses that are none. */
function failureOf(error: unknown): Failure | undefined {
  if (error instanceof LogDamaged) return new Failure(`log-damaged: ${error.message}`);
  const system = failureOfSystem(error);
  if (system || !(error instanceof Error)) return system;
  if ('code' in error) return new Failure(`${String(error.code)}: ${error.message}`);
  return error.constructor === Error ? new Failure(error.message) : undefined;
}
