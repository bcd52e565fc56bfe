/** Every command of the CLI with its options, read off the program itself. */
export async function commandLinePage() {
  const { program } = await import('../../dist/apps/cli/src/cli.js');
  const commands = leaves(program({ exitCode: 0 }));
  return [
    '# Command line',
    '',
    '<!-- Generated from the program by `npm run docs`. Do not edit. -->',
    '',
    '`npm run -s cluetrail -- COMMAND …`. Exit codes: 0 done · 1 refused or failed, with one line on stderr · 2 done in part, or no such read model or command.',
    '',
    ...commands.flatMap(({ path, command }) => [
      `## ${path} ${command.registeredArguments.map((one) => (one.required ? `<${one.name()}>` : `[${one.name()}]`)).join(' ')}`.trimEnd(),
      '',
      `${command.description()}`,
      '',
      ...command.options.map(
        (option) => `- \`${option.flags}\` ${option.description}${shown(option.defaultValue)}`,
      ),
      '',
    ]),
  ].join('\n');
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
