import { described, type Described, type DescribedCommand } from './described.js';
import { wrapped } from './text-width.js';
import { terminalWidth } from './table.js';

let known: Described | undefined;
let named: readonly string[] = [];

/** Looks up what there is, as this program has it: only for who asks for help, since it loads the whole server. */
export async function helping(words: readonly string[]): Promise<void> {
  const asked = words.some((word) => ['-h', '--help', 'help'].includes(word));
  if (!asked || !words.some((word) => ['query', 'do'].includes(word))) return;
  const { openApi } = await import('../../api/src/index.js');
  known = described(openApi());
  named = words;
}

export function readModelsHelp(): string {
  if (!known) return '';
  const models = known.readModels.flatMap(({ name, title, filters, temporal }) => [
    `  ${name}${temporal ? ' (also --as-of, --known-at)' : ''}`,
    ...paragraph(title),
    ...filters.flatMap((filter) => paragraph(`${filter.name}=… ${filter.says}`.trimEnd(), 6)),
  ]);
  return ['', 'Read models, each with its filters (--with field=value):', ...models].join('\n');
}

/** All commands; where the line names one, the fields of that. */
export function commandsHelp(): string {
  if (!known) return '';
  const one = known.commands.filter(({ command }) => named.includes(command));
  if (one.length > 0) return one.flatMap(fieldsHelp).join('\n');
  const lines = Object.entries(Object.groupBy(known.commands, ({ path }) => path)).flatMap(
    ([path, commands = []]) => [
      `${path}:`,
      ...commands.map(
        ({ command, title, opens }) =>
          `  ${command.padEnd(LONGEST)} ${title}${opens ? ' (without an id)' : ''}`,
      ),
    ],
  );
  const more = 'The fields of one: cluetrail do COMMAND --help';
  return ['', 'Commands', ...lines, '', more].join('\n');
}

function fieldsHelp({ command, path, title, opens, fields }: DescribedCommand): string[] {
  const lines = fields.flatMap(({ name, required, takes }) =>
    paragraph(`${name}${required ? '*' : ''}: ${takes}`),
  );
  const where = opens ? `${path}, without an id` : path;
  return ['', `${command} (${where}): ${title}`, '  fields of --input, * = required:', ...lines];
}

const LONGEST = 28;

function paragraph(text: string, indent = 4): string[] {
  const lines = wrapped(text, terminalWidth() - indent, Number.POSITIVE_INFINITY);
  return lines.map((line) => ' '.repeat(indent) + line);
}
