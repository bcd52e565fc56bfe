import { Command, CommanderError } from 'commander';
import { SettingRefused } from '../../api/src/setting.js';
import { attachCommand } from './attach-command.js';
import { backupCommand } from './backup-command.js';
import { calendarCommands } from './calendar.js';
import { clueCommands } from './clue-commands.js';
import { copyCommand } from './copy-command.js';
import { logCommands } from './log-commands.js';
import { organisationCommands } from './organisation-commands.js';
import { Failure } from './failure.js';
import { failureOfSystem } from './files.js';
import { helping } from './help.js';
import type { Outcome } from './outcome.js';
import { serverCommands } from './server-commands.js';

/** Runs one command line; answers the exit code: 0 done · 1 refused or failed · 2 done in part, or no such read model or command. */
export async function run(words: readonly string[]): Promise<number> {
  const outcome = { exitCode: 0 };
  try {
    await helping(words);
    await program(outcome).parseAsync([...words], { from: 'user' });
    return outcome.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    const failure = failureOf(error);
    if (failure) {
      process.stderr.write(`cluetrail: ${failure.message}\n`);
      return failure.exitCode;
    }
    process.stderr.write(
      `cluetrail: a mistake of the program: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return 70;
  }
}

function failureOf(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error;
  if (error instanceof SettingRefused) return new Failure(error.message);
  return failureOfSystem(error);
}

export function program(outcome: Outcome): Command {
  const cluetrail = new Command('cluetrail')
    .description('Event-sourced case workflow engine for problem clues (问题线索)')
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(`cluetrail: ${text.replace(/^error: /, '')}`),
    })
    .showHelpAfterError('(cluetrail --help lists the commands)');
  serverCommands(cluetrail);
  clueCommands(cluetrail);
  attachCommand(cluetrail);
  logCommands(cluetrail, outcome);
  copyCommand(cluetrail);
  backupCommand(cluetrail);
  organisationCommands(cluetrail, outcome);
  calendarCommands(cluetrail);
  for (const command of allOf(cluetrail)) command.exitOverride();
  return cluetrail;
}

function allOf(command: Command): Command[] {
  return command.commands.flatMap((one) => [one, ...allOf(one)]);
}
