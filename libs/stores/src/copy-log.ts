import { createHash } from 'node:crypto';
import type { Recorded } from '@cluetrail/event-sourcing';
import type { Log } from './shared/log.js';
import { SourceCheck } from './shared/source-check.js';
import { StoreRefused } from './shared/store-refused.js';

const PAGE = 1000;

export interface CopyProgress {
  readonly step: 'compare' | 'copy' | 'verify';
  /** Of `total`; in positions of the log that is read, which need not count events. */
  readonly done: number;
  readonly total: number;
}

export interface Copied {
  /** Events of both logs, now. */
  readonly events: number;
  /** Those that were not there before. */
  readonly copied: number;
  /** SHA-256 over all leaves in order, in hexadecimal: equal in both logs. */
  readonly leaves: string;
}

/** The two logs of a copy. */
export type Side = 'source' | 'target';

/** A target that holds something else than the beginning of the source. */
export class CopyRefused extends Error {
  constructor(
    readonly code: 'other-log' | 'target-ahead' | 'copy-differs',
    message: string,
  ) {
    super(message);
    this.name = 'CopyRefused';
  }
}

/**
 * Copies a log up to where it stands now: streams, versions, ids, bytes and leaves, in the same order. A target that
 * holds the beginning of it already is gone on with, so a copy that was killed is begun again with the same call; any
 * other target is refused untouched. A source whose leaves, order or end do not hold is refused at that place. At the
 * end the target is read whole and compared; until then it opens for a copy alone. Throws {@link CopyRefused},
 * LogDamaged or StoreRefused, whose cause {@link sideOf} tells.
 */
export async function copyLog(
  { from, to }: { from: Log; to: Log },
  onProgress: (progress: CopyProgress) => void = () => undefined,
): Promise<Copied> {
  const { position: end } = await sided('source', () => from.head());
  const check = new SourceCheck();
  const { position: stands } = await sided('target', () => to.head());
  const standing = eventsOf(pagesOf(to, stands, 'target'));
  const leaves = new Leaves();
  let copied = 0;
  for await (const page of pagesOf(from, end, 'source')) {
    await sided('source', async () => page.forEach((recorded) => check.next(recorded)));
    const news = page.slice(await sameBeginning(page, standing, leaves.count));
    if (news.length > 0 && copied === 0) await sided('target', async () => to.beginCopy?.());
    if (news.length > 0) await sided('target', () => to.load(news));
    copied += news.length;
    page.forEach(({ leaf }) => leaves.add(leaf));
    const step = news.length > 0 ? 'copy' : 'compare';
    onProgress({ step, done: Number(page[page.length - 1].position), total: Number(end) });
  }
  await sided('source', async () => check.end(end));
  const { value: more } = await standing.next();
  if (more)
    throw new CopyRefused(
      'target-ahead',
      `copy: expected a target of at most ${leaves.count} events, found ${placeOf(more)} behind them`,
    );
  const { count: events, digest } = leaves;
  await verify(to, { events, digest }, onProgress);
  await sided('target', async () => to.endCopy?.());
  return { events, copied, leaves: digest };
}

/** Rejects with StoreRefused `log-missing` where a source has no event: to be asked before a target is made. */
export async function checkSource(from: Log, place: string): Promise<void> {
  if ((await from.head()).position > 0n) return;
  throw new StoreRefused(
    'log-missing',
    `${place}: expected a log with its first event, found none`,
    {
      ...{ expected: '0', found: 'none' },
    },
  );
}

const SIDES = new WeakMap<Error, Side>();

/** At which of both logs a copy ended that was not refused for both; undefined for any other error. */
export function sideOf(error: unknown): Side | undefined {
  return error instanceof Error ? SIDES.get(error) : undefined;
}

/** Remembers at which log `work` failed: what is thrown names no place. */
export async function sided<T>(side: Side, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error) SIDES.set(error, side);
    throw error;
  }
}

/** How many events of a page the target holds already. */
async function sameBeginning(
  page: readonly Recorded[],
  standing: AsyncGenerator<Recorded, void, void>,
  before: number,
): Promise<number> {
  for (const [index, recorded] of page.entries()) {
    const { value: found } = await standing.next();
    if (!found) return index;
    if (Buffer.compare(found.leaf, recorded.leaf) === 0) continue;
    const place = `event ${before + index + 1}`;
    throw new CopyRefused(
      'other-log',
      `copy: expected a target that holds nothing or the beginning of the source, found another log: its ${place} is ${placeOf(found)}, that of the source ${placeOf(recorded)}`,
    );
  }
  return page.length;
}

/** Reads the whole target once more: what was acknowledged is not yet what is there. */
async function verify(
  to: Log,
  expected: { events: number; digest: string },
  onProgress: (progress: CopyProgress) => void,
): Promise<void> {
  const { position: end } = await sided('target', () => to.head());
  const leaves = new Leaves();
  for await (const page of pagesOf(to, end, 'target')) {
    page.forEach(({ leaf }) => leaves.add(leaf));
    const done = Number(page[page.length - 1].position);
    onProgress({ step: 'verify', done, total: Number(end) });
  }
  if (leaves.count === expected.events && leaves.digest === expected.digest) return;
  throw new CopyRefused(
    'copy-differs',
    `copy: expected ${expected.events} events with leaves ${expected.digest} in the target, found ${leaves.count} with ${leaves.digest}`,
  );
}

async function* pagesOf(log: Log, end: bigint, side: Side): AsyncGenerator<Recorded[], void, void> {
  for (let after = 0n; after < end;) {
    const from = after;
    const found = await sided(side, () => log.readAll({ after: from, limit: PAGE }));
    // What is written meanwhile belongs to the next copy.
    const page = found.filter(({ position }) => position <= end);
    if (page.length === 0) return;
    yield page;
    after = page[page.length - 1].position;
  }
}

async function* eventsOf(
  pages: AsyncGenerator<Recorded[], void, void>,
): AsyncGenerator<Recorded, void, void> {
  for await (const page of pages) yield* page;
}

function placeOf({ event: { stream, version, eventId } }: Recorded): string {
  return `${stream} @ ${version} (${eventId})`;
}

class Leaves {
  count = 0;
  private readonly hash = createHash('sha256');

  add(leaf: Uint8Array): void {
    this.hash.update(leaf);
    this.count += 1;
  }

  /** Of all leaves so far; more may follow. */
  get digest(): string {
    return this.hash.copy().digest('hex');
  }
}
