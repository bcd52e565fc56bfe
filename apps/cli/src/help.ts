import { described, type Described } from './described.js';
import { wrapped } from './text-width.js';
import { terminalWidth } from './table.js';

let known: Described | undefined;

/** Looks up what there is, as this program has it: only for who asks for help, since it loads the whole server. */
export async function helping(words: readonly string[]): Promise<void> {
  const asked = words.some((word) => ['-h', '--help', 'help'].includes(word));
  if (!asked || !words.some((word) => ['query', 'do'].includes(word))) return;
  const { openApi } = await import('../../api/src/index.js');
  known = described(openApi());
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

export function commandsHelp(): string {
  if (!known) return '';
  const lines = Object.entries(Object.groupBy(known.commands, ({ path }) => path)).flatMap(
    ([path, commands = []]) => [
      `${path}:`,
      ...commands.map(
        ({ command, title, opens }) =>
          `  ${command.padEnd(LONGEST)} ${title}${opens ? ' (without an id)' : ''}`,
      ),
    ],
  );
  return ['', 'Commands', ...lines].join('\n');
}

const LONGEST = 28;

function paragraph(text: string, indent = 4): string[] {
  const lines = wrapped(text, terminalWidth() - indent, Number.POSITIVE_INFINITY);
  return lines.map((line) => ' '.repeat(indent) + line);
}
