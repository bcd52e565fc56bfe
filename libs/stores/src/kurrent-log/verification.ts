import { damageOf } from '../shared/damage.js';
import type { Verification } from '../shared/log.js';
import { endsBefore } from '../shared/loss.js';
import { Problems } from '../shared/problems.js';
import { type AllRecord, hidingOf } from './connection.js';
import { isOwn, type Own, type OwnReading } from './own-reading.js';
import { recordedOf } from './stored-event.js';

/**
 * Goes through the whole server: every event against its leaf, each stream without a gap, no id twice, and no rule by
 * which the server hides or deletes events of ours; up to the event that is `known` to be the last. What a scavenge took away with its whole stream leaves no trace.
 */
export async function verification(
  reading: OwnReading,
  { prefix, newest, known }: { prefix: string; newest: bigint; known: bigint },
  onProgress?: (checked: number, total: number) => void,
): Promise<Verification> {
  const problems = new Problems();
  const check = new Check(prefix, problems);
  for await (const page of reading.everything()) {
    for (const record of page) check.one(record);
    const last = page.at(-1);
    // In bytes of the server's log: how many events it holds is not known before its end.
    if (last) onProgress?.(Number(last.position), Number(newest));
  }
  if (check.last < known) problems.add(Number(known), endsBefore(known, check.last));
  return problems.result(check.events);
}

class Check {
  events = 0;
  last = 0n;
  private readonly versions = new Map<string, number>();
  private readonly ids = new Set<string>();

  constructor(
    private readonly prefix: string,
    private readonly problems: Problems,
  ) {}

  one(record: AllRecord): void {
    const position = Number(record.position);
    if (record.name.startsWith(`$$${this.prefix}`)) {
      const rules = hidingOf(record.data);
      if (rules)
        this.problems.add(
          position,
          `stream ${record.name.slice(2)}: hidden by ${JSON.stringify(rules)}`,
        );
      return;
    }
    if (!isOwn(record)) return;
    for (const problem of this.problemsOf(record)) this.problems.add(position, problem);
    this.events += 1;
    this.last = record.position;
  }

  private *problemsOf(record: Own): Generator<string> {
    const { stream, revision, id } = record;
    const expected = (this.versions.get(stream) ?? 0) + 1;
    const version = Number(revision) + 1;
    this.versions.set(stream, version);
    if (version !== expected) yield `version in its stream: expected ${expected}, found ${version}`;
    const short = Buffer.from(id.replaceAll('-', ''), 'hex').toString('latin1');
    if (this.ids.has(short)) yield `id: expected once, found ${id} again`;
    this.ids.add(short);
    try {
      recordedOf(record);
    } catch (error) {
      const damage = damageOf(error);
      if (!damage) throw error;
      yield damage.problem;
    }
  }
}
