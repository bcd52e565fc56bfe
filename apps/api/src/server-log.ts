import { destination, type DestinationStream, pino, type Logger } from 'pino';

/** A line of JSON per entry, on standard output unless it is said where. Nothing personal: see {@link toldOf}. */
export function serverLog(level: string, to: DestinationStream = lines(1)): Logger {
  return pino({ level, serializers: { err: toldOf } }, to);
}

/** Bytes of lines that wait for room on the disk which they are written to; those behind them are lost. */
const WAITING_BYTES = 1024 * 1024;

/**
 * Writes lines to an open file, or to a path. One that cannot be written waits or is lost, as on a full disk: no answer
 * may depend on it, and there is nowhere left to tell of it.
 */
export function lines(dest: number | string): DestinationStream {
  const to = destination({ dest, sync: true, maxLength: WAITING_BYTES });
  to.on('error', () => undefined);
  return to;
}

interface Told {
  readonly type: string;
  readonly code?: string;
  readonly message?: string;
  readonly stack: readonly string[];
  readonly cause?: Told;
}

/**
 * Of an error its kind, its message and where it arose; of other fields nothing, since they may hold what was entered.
 * Errors of JavaScript itself quote what they stumbled over: their messages are left out.
 */
function toldOf(error: unknown): Told {
  if (!(error instanceof Error)) return { type: typeof error, stack: [] };
  const { name, message, stack = '', cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const frames = stack.split('\n').filter((line) => /^ +at /.test(line));
  return {
    type: name === 'Error' ? error.constructor.name : name,
    ...code,
    ...(!QUOTING.has(name) && { message }),
    stack: frames.map((line) => line.trim()),
    ...(cause instanceof Error && { cause: toldOf(cause) }),
  };
}

const QUOTING: ReadonlySet<string> = new Set([
  'SyntaxError',
  'RangeError',
  'TypeError',
  'URIError',
]);
