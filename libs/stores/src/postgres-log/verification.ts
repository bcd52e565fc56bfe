import type { ClientBase } from 'pg';
import { damageOf } from '../shared/damage.js';
import type { Verification } from '../shared/log.js';
import { Problems } from '../shared/problems.js';
import { RecordingOrder } from '../shared/recording-order.js';
import { recordedOf, type Statements } from './statements.js';

const PAGE = 1000;

/**
 * Goes through all events up to the head: each against its leaf, its columns and its place, and the head against the
 * last. Indexes are PostgreSQL's to check (amcheck).
 */
export async function verification(
  client: ClientBase,
  statements: Statements,
  onProgress?: (checked: number, total: number) => void,
): Promise<Verification> {
  const problems = new Problems();
  const { head, last: standing } = await statements.ends(client);
  const total = Number(standing);
  const versions = new Map<string, number>();
  const order = new RecordingOrder();
  let last = 0;
  let leaf = '';
  while (last < total) {
    const rows = await statements.unchecked(client, BigInt(last), Math.min(PAGE, total - last));
    if (rows.length === 0) break;
    for (const [text, found, bytes, stream, version, id] of rows) {
      const position = Number(text);
      for (let next = last + 1; next < position; next++) problems.add(next, 'missing');
      last = position;
      leaf = found.toString('hex');
      const expected = (versions.get(stream) ?? 0) + 1;
      versions.set(stream, version);
      if (version !== expected)
        problems.add(position, differs('version in its stream', expected, version));
      try {
        const { event } = recordedOf([text, found, bytes]);
        if (event.stream !== stream)
          problems.add(position, differs('stream', event.stream, stream));
        if (event.version !== version)
          problems.add(position, differs('version', event.version, version));
        if (event.eventId !== id) problems.add(position, differs('id', event.eventId, id));
        const disorder = order.problemOf(event, () => event);
        if (disorder !== undefined) problems.add(position, disorder);
      } catch (error) {
        const damage = damageOf(error);
        if (!damage) throw error;
        problems.add(position, damage.problem);
      }
    }
    onProgress?.(last, total);
  }
  const ending = Number(head.position);
  for (let next = last + 1; next <= ending; next++) problems.add(next, 'missing');
  if (ending !== total) problems.add(total, differs('head', total, ending));
  const expected = Buffer.from(head.leaf).toString('hex');
  if (ending === last && leaf !== expected) problems.add(last, differs('head', expected, leaf));
  return problems.result(total);
}

function differs(what: string, expected: unknown, found: unknown): string {
  return `${what}: expected ${String(expected)}, found ${String(found)}`;
}
