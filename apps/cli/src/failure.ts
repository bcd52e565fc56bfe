/** What a person did wrong or what the server answered: one line on stderr, and the exit code. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
  }
}

/** The one line that an RFC 9457 problem comes to; further lines name the fields. */
export function failureOf(status: number, body: unknown): Failure {
  const problem = Object(body) as Problem; // whatever is missing is told as missing
  const head = `${problem.code ?? `HTTP ${status}`}: ${problem.detail?.en ?? problem.title ?? 'the server gave no reason'}`;
  const fields = (problem.errors ?? []).map(
    ({ line, path, expected, found }) =>
      `  ${line === undefined ? '' : `line ${line}: `}${path ?? ''}: expected ${expected}, found ${found}`,
  );
  return new Failure([head, ...fields].join('\n'));
}

interface Problem {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: { readonly en?: string };
  readonly errors?: readonly {
    readonly line?: number;
    readonly path?: string;
    readonly expected?: string;
    readonly found?: string;
  }[];
}
