import type { Command } from 'commander';
import { Failure } from './failure.js';
import { show } from './reaching.js';
import { table } from './table.js';

interface Adding {
  readonly region: string;
  readonly roll: boolean;
  readonly json?: boolean;
}

/** calendar add: a due date by hand, without any data. */
export function calendarCommands(program: Command): void {
  const calendar = program.command('calendar').description('working days');
  calendar
    .command('add <date> <period>')
    .description(
      'the day on which a period ends: nW working days, nd days, nM months; the first day is not counted',
    )
    .option('--region <region>', 'CN, CN-GX …', 'CN')
    .option('--no-roll', 'do not move an end in days or months to the next working day')
    .option('--json', 'for machines')
    .action(async (date: string, text: string, options: Adding) => {
      const { addPeriod, calendarOf, NotADate, NotAPeriod, parsePeriod } =
        await import('@cluetrail/deadlines');
      try {
        const added = addPeriod(date, parsePeriod(text), calendarOf(options.region), {
          roll: options.roll,
        });
        const { dueOn, provisional, skipped } = added;
        if (options.json) return show({ dueOn, provisional, skipped }, options);
        process.stdout.write(`${dueOn}${provisional ? ' (provisional)' : ''}\n`);
        if (skipped.length > 0)
          process.stdout.write(`${table(skipped.map((day) => ({ ...day })))}\n`);
      } catch (error) {
        if (error instanceof NotAPeriod || error instanceof NotADate)
          throw new Failure(error.message);
        throw error;
      }
    });
}
