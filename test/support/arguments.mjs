import { parseArgs } from 'node:util';

/** What a script was given; `usage` is all that --help does, and what it does not take ends it with one line. */
export function argumentsOf({ usage, options, ...config }) {
  const given = parsed({ ...config, options: { ...options, help: { type: 'boolean' } } });
  if (!given.values.help) return given;
  console.log(usage);
  return process.exit();
}

function parsed(config) {
  try {
    return parseArgs(config);
  } catch (error) {
    return fail(error.message);
  }
}

/** A whole number from `least` on, where one was given. */
export function wholeNumber(name, text, least = 0) {
  if (text === undefined) return undefined;
  const number = Number(text);
  return text !== '' && Number.isSafeInteger(number) && number >= least
    ? number
    : fail(`--${name}: expected a whole number from ${least} on, found ${text}`);
}

export function fail(message) {
  console.error(message);
  process.exit(2);
}
