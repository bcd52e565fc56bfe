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
      'the day on which a period ends: nW working days, nd days, nM months (no hours); the first day is not counted',
    )
    .option('--region <region>', 'CN, CN-GX …', 'CN')
    .option('--no-roll', 'do not move an end in days or months to the next working day')
    .option('--json', 'for machines')
    .action(async (date: string, text: string, options: Adding) => {
      const { dueOn, provisional, skipped } = await added(date, text, options);
      if (options.json) return show({ dueOn, provisional, skipped }, options);
      process.stdout.write(`${dueOn}${provisional ? ' (provisional)' : ''}\n`);
      if (skipped.length > 0)
        process.stdout.write(`${table(skipped.map((day) => ({ ...day })))}\n`);
    });
}

async function added(date: string, text: string, { region, roll }: Adding) {
  const { addPeriod, calendarOf, hasCalendar, NotADate, REGIONS } =
    await import('@cluetrail/deadlines');
  if (!hasCalendar(region))
    throw new Failure(
      `--region: expected ${REGIONS.join(', ')} or another Chinese region like CN-XJ, found ${region}`,
    );
  const period = await inDays(text);
  const { outOfYears } = await import('@cluetrail/event-sourcing');
  try {
    const end = addPeriod(date, period, calendarOf(region), { roll });
    const expected = outOfYears(date) ?? outOfYears(end.dueOn);
    if (expected) throw new Failure(`expected ${expected}, found ${date} and ${text} from then on`);
    return end;
  } catch (error) {
    if (error instanceof NotADate) throw new Failure(error.message);
    throw error;
  }
}

/** Hours are a period too, but they end on no day. */
async function inDays(text: string) {
  const { NotAPeriod, parsePeriod } = await import('@cluetrail/deadlines');
  const refusal = (why = '') =>
    new Failure(
      `period: expected 1 to 9999 working days, days or months like 5W, 10d, 2M, found ${text}${why}`,
    );
  try {
    const period = parsePeriod(text);
    if (period.unit === 'h') throw refusal(' (hours end on no day)');
    return period;
  } catch (error) {
    throw error instanceof NotAPeriod ? refusal() : error;
  }
}
