import type { Command } from 'commander';
import { segment } from './clue-commands.js';
import type { Outcome } from './outcome.js';
import { followed } from './progress.js';
import { reaching, type Reaching, show, withConnection } from './reaching.js';
import { table } from './table.js';

interface Lending extends Reaching {
  readonly to: string;
  readonly role: string;
  readonly organ: string;
  readonly from: string;
  readonly until: string;
  readonly only?: readonly string[];
}

interface HandingOver extends Reaching {
  readonly to: string;
  readonly reason: string;
  readonly dryRun?: boolean;
  readonly key?: string;
}

interface HandedOver {
  readonly clues: number;
  readonly handedOver: number;
  readonly refused: readonly {
    readonly clue: string;
    readonly code: string;
    readonly sentence: { readonly en: string };
  }[];
  readonly dryRun: boolean;
}

/** person leave · back · delegate · end-delegation · hand-over: who is away, and who acts in his place. */
export function peopleCommands(person: Command, outcome: Outcome): void {
  reaching(person.command('leave <person>'))
    .description('record a leave: he reads as ever and gives no command; for leaders and sysadmins')
    .requiredOption('--from <date>', 'first day')
    .option('--to <date>', 'last day (default: until he is back)')
    .action((id: string, options: Reaching & { from: string; to?: string }) =>
      act(id, 'leave', { from: options.from, to: options.to }, options),
    );
  reaching(person.command('back <person>'))
    .description('end a leave')
    .requiredOption('--on <date>', 'first day on which he is back')
    .action((id: string, options: Reaching & { on: string }) =>
      act(id, 'back', { on: options.on }, options),
    );
  reaching(person.command('delegate <person>'))
    .description('let another act in an office of this person; four eyes take the two for one')
    .requiredOption('--to <person>', 'who is to act in it; he holds an office himself')
    .requiredOption('--role <role>', 'which office')
    .requiredOption('--organ <organ>', 'where')
    .requiredOption('--from <date>', 'first day')
    .requiredOption('--until <date>', 'last day')
    .option('--only <command...>', 'the only commands that he may give (default: all)')
    .action((id: string, { to, role, organ, from, until, only, ...options }: Lending) =>
      act(id, 'delegate', { role, organ, to, from, until, commands: only }, options),
    );
  reaching(person.command('end-delegation <person>'))
    .description('end a delegation before its last day')
    .requiredOption('--from <person>', 'who acted in the office')
    .requiredOption('--role <role>', 'which office')
    .requiredOption('--organ <organ>', 'where')
    .requiredOption('--on <date>', 'first day on which he does so no more')
    .action(
      (
        id: string,
        { from, role, organ, on, ...options }: Reaching & Omit<Lending, 'to'> & { on: string },
      ) => act(id, 'end-delegation', { role, organ, from, on }, options),
    );
  reaching(person.command('hand-over <person>'))
    .description('replace an officer who leaves on all his open clues that you see, one event each')
    .requiredOption('--to <person>', 'who takes over')
    .requiredOption('--reason <text>', 'why; sealed with each clue')
    .option('--dry-run', 'say what would be done, and do nothing')
    .option('--key <key>', 'idempotency key of the whole')
    .action((id: string, options: HandingOver) => handingOver(id, options, outcome));
}

function act(id: string, name: string, fields: object, options: Reaching): Promise<void> {
  return withConnection(options, async (connection) => {
    const body = JSON.stringify(fields);
    show(await connection.json('POST', `/api/people/${segment(id)}/${name}`, { body }), options);
  });
}

function handingOver(id: string, options: HandingOver, outcome: Outcome): Promise<void> {
  return withConnection({ ...options, looks: options.dryRun }, async (connection) => {
    const { to, reason, key, dryRun, json } = options;
    const answer = await connection.send('POST', `/api/people/${segment(id)}/hand-over`, {
      body: JSON.stringify({ to, reason }),
      query: { dryRun: dryRun ? '1' : undefined },
      headers: key === undefined ? {} : { 'Idempotency-Key': key },
    });
    const title = 'hand-over';
    const result = (await followed(answer, { title, quiet: json })) as HandedOver; // our own server's answer
    const { refused } = result;
    show(json ? result : { ...result, refused: refused.length }, options);
    if (refused.length === 0) return;
    const rows = refused.map(({ clue, code, sentence }) => ({ clue, code, why: sentence.en }));
    if (!json) process.stderr.write(`${table(rows)}\n`);
    outcome.exitCode = 2;
  });
}
