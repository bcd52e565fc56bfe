import type { RunnerStatus } from '@cluetrail/event-sourcing';
import { refusals, type Sentence } from '@cluetrail/clues';

/** One field that was not as expected. Never the value found: it may be personal. */
export interface FieldFault {
  readonly line?: number;
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** Anything that is answered with an error: the filter makes an RFC 9457 problem from it. */
export class Problem extends Error {
  readonly errors?: readonly FieldFault[];
  readonly details: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly status: number,
    readonly code: string,
    more: {
      readonly errors?: readonly FieldFault[];
      readonly details?: Readonly<Record<string, unknown>>;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(code);
    this.errors = more.errors;
    this.details = more.details ?? {};
    this.headers = more.headers ?? {};
  }
}

/** `detail` is the sentence in both languages; `title` its English one. Source: RFC 9457. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: Sentence;
  readonly instance: string;
  readonly errors?: readonly FieldFault[];
  readonly details?: Readonly<Record<string, unknown>>;
}

export function problemBody(
  { status, code, errors, details }: Problem,
  instance: string,
): ProblemBody {
  const detail = sentence(code, details);
  return {
    type: `urn:cluetrail:problem:${code}`,
    title: detail.en,
    status,
    code,
    detail,
    instance,
    ...(errors && errors.length > 0 && { errors }),
    ...(Object.keys(details).length > 0 && { details }),
  };
}

/** `{name}` in a sentence stands for a detail of the refusal. */
function sentence(code: string, details: Readonly<Record<string, unknown>>): Sentence {
  const words = refusals[code] ?? { en: `Refused: ${code}`, zh: `已拒绝：${code}` };
  const filled = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = details[name];
      return Array.isArray(value) ? value.join(', ') : String(value ?? '');
    });
  return { en: filled(words.en), zh: filled(words.zh) };
}

/** Nothing was written: when to try again depends on whether someone has to make room, or to start the server, first. */
export function notRecorded({
  full,
  stopped,
}: {
  readonly full?: boolean;
  readonly stopped?: boolean;
}): Problem {
  if (stopped) return new Problem(503, 'log-stopped');
  return full
    ? new Problem(507, 'store-full', { headers: { 'retry-after': '10' } })
    : new Problem(503, 'unavailable', { headers: { 'retry-after': '1' } });
}

/** How much of the log is in them again, and no place in it: from those it could be counted what happens elsewhere. */
export function rebuilding({ position, head }: Pick<RunnerStatus, 'position' | 'head'>): Problem {
  const percent = Number((100n * position) / head);
  return new Problem(503, 'read-models-rebuilding', {
    details: { percent },
    headers: { 'retry-after': '1' },
  });
}

/** There is none, or it may not be seen: one answer. */
export function notFound(): Problem {
  return new Problem(404, 'not-found');
}
