import type { ClientBase } from 'pg';
import { damageOf } from '../shared/damage.js';
import type { Verification } from '../shared/log.js';
import { endsBefore } from '../shared/loss.js';
import { Problems } from '../shared/problems.js';
import { RecordingOrder } from '../shared/recording-order.js';
import type { End } from './decide-group.js';
import { isDamage, messageOf } from './failure.js';
import { recordedOf, type UncheckedRow } from './row.js';
import type { Statements } from './statements.js';

const PAGE = 1000;

/** Gives a connection for one question. */
export type Ask = <T>(work: (client: ClientBase) => Promise<T>) => Promise<T>;

export interface VerificationOptions {
  /** Events read at a step. */
  readonly pageLength?: number;
  readonly problems?: Problems;
  /** The position up to which events are known to have stood. */
  readonly known?: bigint;
}

/**
 * Goes through all events up to the head, and yields how far it is: each against its leaf, its columns and its place, and
 * the head against the last. Indexes are PostgreSQL's to check (amcheck).
 */
export async function* verification(
  ask: Ask,
  statements: Statements,
  { pageLength = PAGE, problems = new Problems(), known = 0n }: VerificationOptions = {},
): AsyncGenerator<{ checked: number; total: number }, Verification, void> {
  const rows = new RowChecker(problems);
  try {
    const { head, last } = await ask((client) => statements.ends(client));
    const total = Number(last);
    while (rows.last < total) {
      const wanted = Math.min(pageLength, total - rows.last);
      const page = await ask((client) => statements.unchecked(client, BigInt(rows.last), wanted));
      if (page.length === 0) break;
      for (const row of page) rows.next(row);
      yield { checked: rows.last, total };
    }
    if (head) rows.end(head, total);
    else problems.add(0, statements.headless().message);
    // Those that the head names are missing already.
    if (known > last && !(head && head.position > last))
      problems.add(total + 1, endsBefore(known, last));
    return problems.result(total);
  } catch (error) {
    if (!isDamage(error)) throw error;
    problems.add(0, `tables: ${messageOf(error)}`);
    return problems.result(rows.last);
  }
}

/** The same in one go. */
export async function verified(
  client: ClientBase,
  statements: Statements,
  {
    known,
    onProgress,
  }: Pick<VerificationOptions, 'known'> & {
    readonly onProgress?: (checked: number, total: number) => void;
  } = {},
): Promise<Verification> {
  const steps = verification((work) => work(client), statements, { known });
  for (;;) {
    const step = await steps.next();
    if (step.done) return step.value;
    onProgress?.(step.value.checked, step.value.total);
  }
}

class RowChecker {
  last = 0;
  private leaf = '';
  private readonly versions = new Map<string, number>();
  private readonly order = new RecordingOrder();

  constructor(private readonly problems: Problems) {}

  next([text, leaf, bytes, stream, version, id]: UncheckedRow): void {
    const { problems } = this;
    const position = Number(text);
    this.missingUpTo(position - 1);
    this.last = position;
    this.leaf = leaf.toString('hex');
    const expected = (this.versions.get(stream) ?? 0) + 1;
    this.versions.set(stream, version);
    if (version !== expected)
      problems.add(position, differs('version in its stream', expected, version));
    try {
      const { event } = recordedOf([text, leaf, bytes]);
      if (event.stream !== stream) problems.add(position, differs('stream', event.stream, stream));
      if (event.version !== version)
        problems.add(position, differs('version', event.version, version));
      if (event.eventId !== id) problems.add(position, differs('id', event.eventId, id));
      const disorder = this.order.problemOf(event, () => event);
      if (disorder !== undefined) problems.add(position, disorder);
    } catch (error) {
      const damage = damageOf(error);
      if (!damage) throw error;
      problems.add(position, damage.problem);
    }
  }

  end(head: End, total: number): void {
    const { problems, last } = this;
    const ending = Number(head.position);
    this.missingUpTo(ending);
    if (ending !== total) problems.add(total, differs('head', total, ending));
    const expected = Buffer.from(head.leaf).toString('hex');
    if (ending === last && this.leaf !== expected)
      problems.add(last, differs('head', expected, this.leaf));
  }

  private missingUpTo(position: number): void {
    for (let next = this.last + 1; next <= position; next++) this.problems.add(next, 'missing');
  }
}

function differs(what: string, expected: unknown, found: unknown): string {
  return `${what}: expected ${String(expected)}, found ${String(found)}`;
}
