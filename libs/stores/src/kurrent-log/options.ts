import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

interface Option {
  readonly expected: string;
  allows(value: string): boolean;
}

/** The driver's own, and what it takes of each: at anything else it throws the whole address, with the password. */
const OPTIONS: Readonly<Record<string, Option>> = {
  tls: { expected: 'true or false', allows: (value) => /^(true|false)$/.test(value) },
  // At false it warns, with the whole address, that this has no effect.
  tlsverifycert: {
    expected: 'true (certificates are always checked; tlsCAFile names an authority)',
    allows: (value) => value === 'true',
  },
  ...named(['tlscafile', 'usercertfile', 'userkeyfile'], {
    expected: 'a file that may be read',
    allows: (value) => contentOf(value) !== undefined,
  }),
  connectionname: { expected: 'a name', allows: (value) => Boolean(decoded(value)) },
  maxdiscoverattempts: whole('a whole number above 0', 1),
  ...named(['discoveryinterval', 'gossiptimeout'], whole('a whole number', 0)),
  defaultdeadline: whole('a whole number above 0 (milliseconds)', 1),
  ...named(
    ['keepaliveinterval', 'keepalivetimeout'],
    whole('a whole number (milliseconds), or -1 for never', -1),
  ),
  nodepreference: {
    expected: 'leader, follower, read_only_replica or random',
    allows: (value) => /^(leader|follower|readonlyreplica|random)$/.test(flat(value)),
  },
};

export function isOption(key: string): boolean {
  return Object.hasOwn(OPTIONS, flat(key));
}

/** What is wrong with options that there are: expected …, found …; undefined where the driver takes them. */
export function optionsFault(options: ReadonlyMap<string, string>): string | undefined {
  for (const [key, value] of options) {
    const { expected, allows } = OPTIONS[flat(key)];
    if (!allows(value)) return `expected ${key} to be ${expected}, found ${value || 'nothing'}`;
  }
  return pairFault(new Map([...options].map(([key, value]) => [flat(key), value])));
}

/** Of the user's certificate and its key, by flat names: one without the other is of no use. */
function pairFault(options: ReadonlyMap<string, string>): string | undefined {
  const files = ['usercertfile', 'userkeyfile'].map((name) => options.get(name));
  if (files.every((one) => one === undefined)) return undefined;
  const [cert, key] = files.map((file) => (file === undefined ? undefined : contentOf(file)));
  if (!cert || !key) return 'expected userCertFile and userKeyFile together, found one alone';
  try {
    createSecureContext({ cert, key });
    return undefined;
  } catch (error) {
    const found = (error as Error).message; // of OpenSSL
    return `expected a certificate in userCertFile and its key in userKeyFile, found "${found}"`;
  }
}

/** What percent signs stand for; undefined where they stand for nothing. */
export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function named(names: readonly string[], option: Option): Record<string, Option> {
  return Object.fromEntries(names.map((name) => [name, option]));
}

function whole(expected: string, least: number): Option {
  return {
    expected,
    allows: (value) => /^-?\d{1,9}$/.test(value) && Number(value) >= least,
  };
}

function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(decoded(file) ?? '');
  } catch {
    return undefined;
  }
}

function flat(text: string): string {
  return text.toLowerCase().replaceAll(/[_-]/g, '');
}
