import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { answerForPeople, localized, zonesFor } from './answers-for-people.js';
import type { Call, Connection } from './connection.js';
import { described, type DescribedCommand } from './described.js';
import { Failure, noSuch } from './failure.js';
import { textOf } from './files.js';
import { deadlinesForPeople, historyForPeople, stateForPeople } from './for-people.js';
import { commandsHelp, readModelsHelp } from './help.js';
import { looking, reaching, type Reaching, show, withConnection } from './reaching.js';
import type { Flat } from './table.js';

interface Asked extends Reaching {
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly zone?: string;
  readonly with?: readonly string[];
  readonly cursor?: string;
}

interface Given extends Reaching {
  readonly input?: string;
  readonly key?: string;
  readonly ifMatch?: string;
  readonly kind?: string;
}

interface Giving {
  readonly command: string;
  readonly id?: string;
  readonly options: Given;
  readonly body: string;
}

/** query · history · do: what officers, supervisors and auditors do all day. */
export function clueCommands(program: Command): void {
  axes(reaching(program.command('query <name>')))
    .description(
      'a read model: clues, desk, overdue, totals … (--help lists them with their filters)',
    )
    .option('--with <field=value...>', 'filters of the read model')
    .option('--cursor <cursor>', 'read on where the page before ended')
    .addHelpText('after', readModelsHelp)
    .action((name: string, options: Asked) => {
      const query = { ...filters(options.with), ...axesOf(options), page: options.cursor };
      return looking(options, (connection) => asking(connection, { name, options, query }));
    });
  for (const [name, description, told] of [
    [
      'history',
      'every event of a clue, also of what it came from and went on in, on both axes of time',
      historyForPeople,
    ],
    ['deadlines', 'the clocks of a clue, each due with its explanation', deadlinesForPeople],
    ['state', 'a clue as it is, or as it was (--as-of), with what may be done now', stateForPeople],
  ] as const)
    axes(reaching(program.command(`${name} <clue>`)))
      .description(description)
      .action((clue: string, options: Asked) =>
        looking(options, async (connection) => {
          const path = `/api/clues/${segment(clue)}${name === 'state' ? '' : `/${name}`}`;
          const answer = await connection.json('GET', path, { query: axesOf(options) });
          if (options.json) return show(answer, options);
          process.stdout.write(`${told(answer)}\n`);
        }),
      );
  reaching(program.command('do <command> [id]'))
    .description(
      'give a command: to open something (discover, registerPerson) without an id, else to a clue (--help lists them)',
    )
    .addOption(
      new Option(
        '--kind <kind>',
        'clues, cases, reports or people, where several have a command of that name',
      ).choices(['clues', 'cases', 'reports', 'people']),
    )
    .option(
      '--input <json>',
      'the command’s fields as JSON, or @FILE, or - for standard input',
      '{}',
    )
    .option('--key <key>', 'idempotency key: a retry with the same key gives exactly one event')
    .option('--if-match <version>', 'the version you have seen (default: the present one)')
    .addHelpText('after', commandsHelp)
    .action((command: string, id: string | undefined, options: Given) => {
      const giving = { command, id, options, body: inputOf(options.input ?? '{}') };
      return withConnection(options, (connection) =>
        zoned(connection, options, () => give(connection, giving)),
      );
    });
}

/** Shows what came of a command: to people in the zone of their office. */
export async function zoned(
  connection: Connection,
  options: Reaching,
  work: () => Promise<Flat>,
): Promise<void> {
  if (options.json) return show(await work(), options);
  // Before the command: what is done shall not be told as failed.
  const { own: zone } = await zonesFor(connection);
  show({ ...localized(await work(), zone), zone }, options);
}

async function asking(
  connection: Connection,
  { name, options, query }: { name: string; options: Asked; query: Call['query'] },
): Promise<void> {
  const answer = await connection.json('GET', `/api/${segment(name)}`, { query });
  if (options.json) return show(answer, options);
  const zones = await zonesFor(connection, options.zone);
  process.stdout.write(`${answerForPeople({ name, answer, zones })}\n`);
}

/** Gives a command where the API has it. */
export async function give(
  connection: Connection,
  { command, id, options, body }: Giving,
): Promise<Flat> {
  const { commands } = described(await connection.json('GET', '/api/openapi.json'));
  const { path: kind, url } = placeOf(commands, { command, id, kind: options.kind });
  const key: Record<string, string> =
    options.key === undefined ? {} : { 'Idempotency-Key': options.key };
  if (id === undefined) return given(connection, url, { body, headers: key });
  const version = options.ifMatch ?? (await versionOf(connection, `/api/${kind}/${segment(id)}`));
  const headers = { ...key, 'If-Match': `"${version}"` };
  return given(connection, url.replace('{id}', segment(id)), { body, headers });
}

async function given(connection: Connection, path: string, call: Call): Promise<Flat> {
  const done = (await connection.json('POST', path, call)) as Flat; // our own server's answer
  // Whoever asks next, in the same script, finds it in the lists; done it is also where they come later. Who he is
  // himself is the shortest of all answers that wait.
  const query = { after: String(done['receipt']) };
  await connection.json('GET', '/api/me', { query }).catch(() => undefined);
  return done;
}

/** Where the command is given; refused before anything is sent where there is none, or an id too many or too few. */
function placeOf(
  commands: readonly DescribedCommand[],
  { command, id, kind }: { command: string; id?: string; kind?: string },
): DescribedCommand {
  const known = commands.filter(({ path }) => kind === undefined || path === kind);
  const named = known.filter((one) => one.command === command);
  if (named.length === 0)
    throw noSuch(
      kind === undefined ? 'command' : `command of ${kind}`,
      command,
      known.map((one) => one.command),
    );
  const found = named.find(({ opens }) => opens === (id === undefined));
  if (found) return found;
  throw new Failure(
    id === undefined
      ? `${command}: expected the id of what it is given to, found none`
      : `${command}: expected no id, since it opens something new, found ${id}`,
  );
}

async function versionOf(connection: Connection, path: string): Promise<string> {
  const answer = await connection.send('GET', path);
  answer.resume();
  const etag = /^"(\d+)"$/.exec(answer.headers.etag ?? '')?.[1];
  if (etag === undefined)
    throw new Failure(`${path}: expected an ETag, found none; give --if-match`);
  return etag;
}

function inputOf(text: string): string {
  if (text === '-') return readFileSync(0, 'utf8');
  return text.startsWith('@') ? textOf(text.slice(1)) : text;
}

function axes(command: Command): Command {
  return command
    .option(
      '--as-of <time>',
      'as it was: an instant like 2026-11-24T09:00:00+08:00, or a date (its last millisecond)',
    )
    .option('--known-at <time>', 'as it was known then')
    .option('--zone <zone>', 'of dates without a time');
}

function axesOf({ asOf, knownAt, zone }: Asked): Record<string, string | undefined> {
  return { asOf, knownAt, zone };
}

function filters(pairs: readonly string[] = []): Record<string, string> {
  const found: Record<string, string> = {};
  for (const pair of pairs) {
    const split = pair.indexOf('=');
    if (split < 1) throw new Failure(`--with: expected FIELD=VALUE, found ${pair}`);
    const field = pair.slice(0, split);
    if (Object.hasOwn(found, field))
      throw new Failure(`--with: expected every field once, found ${field} twice`);
    found[field] = pair.slice(split + 1);
  }
  return found;
}

/** A name that goes into a path: nothing but itself. */
export function segment(name: string): string {
  return encodeURIComponent(name);
}
