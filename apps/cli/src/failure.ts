import { nearest } from './nearest.js';

/** What a person did wrong or what the server answered: one line on stderr, and the exit code. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly exitCode = 1,
    /** The name by which it was refused. */
    readonly code?: string,
  ) {
    super(message);
  }
}

/** Refused by a name. */
export function refusal(code: string, message: string): Failure {
  return new Failure(`${code}: ${message}`, 1, code);
}

/** The exit code for a name that there is not, of a read model or a command. */
const NO_SUCH_NAME = 2;

/** A name that there is not, with those that may have been meant. */
export function noSuch(what: string, found: string, names: readonly string[]): Failure {
  const near = nearest(found, names);
  const meant = near.length > 0 ? `did you mean ${near.join(', ')}?` : 'none is called alike;';
  return new Failure(
    `there is no ${what} called ${found}: ${meant} --help lists all ${new Set(names).size}`,
    NO_SUCH_NAME,
  );
}

/** The one line that an RFC 9457 problem comes to; further lines name the fields. */
export function failureOf(status: number, body: unknown): Failure {
  const problem = Object(body) as Problem; // whatever is missing is told as missing
  const { found, expected } = problem.details ?? {};
  if (problem.code === 'no-such-read-model' && found !== undefined && Array.isArray(expected))
    return noSuch('read model', found, expected);
  const head = `${problem.code ?? `HTTP ${status}`}: ${problem.detail?.en ?? problem.title ?? 'the server gave no reason'}`;
  const faults = (problem.errors ?? []).map(
    ({ line, path = '', ...fault }) =>
      `  ${told(line === undefined ? [OPTIONS[path] ?? path] : [`line ${line}`, path], fault)}`,
  );
  return new Failure([head, ...faults].join('\n'));
}

/** `line 4: workflows.clue: expected …, found …`; what is wrong as a whole has no place. */
export function told(
  places: readonly string[],
  { expected, found }: { readonly expected?: string; readonly found?: string },
): string {
  return [...places.filter(Boolean), `expected ${expected}, found ${found}`].join(': ');
}

/** Parameters that have an option of their own. */
const OPTIONS: Readonly<Record<string, string>> = {
  asOf: '--as-of',
  knownAt: '--known-at',
  zone: '--zone',
  page: '--cursor',
};

interface Problem {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: { readonly en?: string };
  readonly details?: { readonly found?: string; readonly expected?: readonly string[] };
  readonly errors?: readonly {
    readonly line?: number;
    readonly path?: string;
    readonly expected?: string;
    readonly found?: string;
  }[];
}
