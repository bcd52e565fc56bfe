/** Every command of the CLI with its options, read off the program itself. */
export async function commandLinePage() {
  const { program } = await import('../../dist/apps/cli/src/cli.js');
  const commands = leaves(program({ exitCode: 0 }));
  const common = commonIn(commands);
  return [
    '# Command line',
    '',
    '<!-- Generated from the program by `npm run docs`. Do not edit. -->',
    '',
    '`npm run -s cluetrail -- COMMAND …`. Exit codes: 0 done · 1 refused or failed, with one line on stderr, and one below it for each faulty field, row or cell · 2 done in part, or no such read model or command.',
    '',
    'Options that mean the same for many commands:',
    '',
    ...common,
    '',
    ...commands.flatMap(({ path, command }) => [
      `## ${path} ${command.registeredArguments.map((one) => (one.required ? `<${one.name()}>` : `[${one.name()}]`)).join(' ')}`.trimEnd(),
      '',
      `${command.description()}`,
      '',
      ...command.options.filter((option) => !common.has(line(option))).map(line),
      ...also(command.options.filter((option) => common.has(line(option)))),
      '',
    ]),
  ].join('\n');
}

/** Lines that more than a few commands would repeat, each once. */
function commonIn(commands) {
  const lines = commands.flatMap(({ command }) => command.options.map(line));
  return new Set(lines.filter((one) => lines.filter((other) => other === one).length > FEW));
}

const FEW = 5;

function line({ flags, description, defaultValue }) {
  return `- \`${flags}\` ${description}${shown(defaultValue)}`;
}

function also(options) {
  if (options.length === 0) return [];
  return [`- as above: ${options.map(({ long }) => `\`${long}\``).join(', ')}`];
}

function leaves(command, path = '') {
  return command.commands.flatMap((one) => {
    const here = `${path} ${one.name()}`.trim();
    return one.commands.length > 0 ? leaves(one, here) : [{ path: here, command: one }];
  });
}

function shown(value) {
  return value === undefined || typeof value === 'boolean' ? '' : ` (default: \`${value}\`)`;
}
