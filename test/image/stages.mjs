// The stages of a Dockerfile as lists of steps, for a machine without a container engine. It knows the instructions
// that ours uses and refuses every other by name, so that a stage is never run in part.

const KNOWN = new Set([
  'FROM',
  'WORKDIR',
  'COPY',
  'RUN',
  'ENV',
  'USER',
  'VOLUME',
  'EXPOSE',
  'HEALTHCHECK',
  'CMD',
]);

/**
 * `[{ base, name?, steps: [{ instruction, text, line }] }]`, in the order of the file.
 * Throws on an instruction that it does not know, and on a step before the first FROM.
 */
export function stagesOf(text) {
  const stages = [];
  for (const { line, text: whole } of instructionsOf(text)) {
    const [, instruction, rest] = /^(\S+)\s+(.*)$/s.exec(whole) ?? [];
    if (!KNOWN.has(instruction))
      throw new Error(
        `Dockerfile:${line}: expected one of ${[...KNOWN].join(', ')}, found ${whole}`,
      );
    if (instruction === 'FROM') stages.push(begun(rest));
    else if (stages.length === 0) throw new Error(`Dockerfile:${line}: expected FROM first`);
    else stages.at(-1).steps.push({ instruction, text: rest, line });
  }
  return stages;
}

function begun(text) {
  const [, base, name] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(text);
  return { base, name, steps: [] };
}

/** Comments left out, lines that end with a backslash joined. */
function* instructionsOf(text) {
  let begun;
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    begun ??= { line: index + 1, text: '' };
    begun.text += line.replace(/\\$/, '').trim() + ' ';
    if (line.endsWith('\\')) continue;
    yield { line: begun.line, text: begun.text.trim() };
    begun = undefined;
  }
}

/** `--flag=value …` and what follows them. */
export function parted(text) {
  const words = text.split(/\s+/);
  const flags = words
    .filter((word) => word.startsWith('--'))
    .map((word) => word.slice(2).split('='));
  return {
    flags: Object.fromEntries(flags),
    words: words.filter((word) => !word.startsWith('--')),
  };
}

/** The command of CMD or HEALTHCHECK in its JSON form. */
export function commandOf(text) {
  const list = /\[.*\]$/s.exec(text);
  if (!list) throw new Error(`expected a command as a JSON list, found ${text}`);
  return JSON.parse(list[0]);
}

/** `NAME=value` pairs of an ENV. */
export function pairsOf(text) {
  return Object.fromEntries(text.split(/\s+/).map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
}
