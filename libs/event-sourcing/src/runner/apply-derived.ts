import { kindOf, type Position } from '../event.js';
import {
  answerTemporal,
  answerTimeless,
  isTemporal,
  openBook,
  type Temporal,
  type Timeless,
  writeBook,
} from './answers.js';
import { breath } from './breath.js';
import type { Derivation } from './derivation.js';
import { park } from './entry.js';
import type { SpellBook } from './spells.js';
import type { Placed } from './stream-cache.js';

/** One derived projection during one batch: sees every event in order, then finishes. */
export interface DerivedPass {
  /** `next` = the event that follows in the batch. */
  see(event: Placed, next: Placed | undefined): Promise<void>;
  /** `upTo` = the position of the batch's last event. */
  finish(upTo: Position): Promise<void>;
}

export async function derivedPass(
  derivation: Derivation,
  batch: readonly Placed[],
): Promise<DerivedPass> {
  const { entry, tx, watched } = derivation;
  const streams = [...new Set(batch.map(({ event }) => event.stream))];
  for (const stream of await tx.watched(entry.name, streams)) watched.add(stream);
  const { definition } = entry;
  return isTemporal(definition)
    ? new TemporalPass(derivation, definition)
    : new TimelessPass(derivation, definition);
}

/** Rows are a function of the events so far: each matter that the batch touches is asked once, at its end. */
class TimelessPass implements DerivedPass {
  private readonly touched = new Map<string, Position[]>();

  constructor(
    private readonly derivation: Derivation,
    private readonly definition: Timeless,
  ) {}

  async see({ position, event: { stream } }: Placed): Promise<void> {
    const positions = this.touched.get(stream);
    if (positions) positions.push(position);
    else this.touched.set(stream, [position]);
  }

  async finish(upTo: Position): Promise<void> {
    for (const [stream, positions] of this.touched)
      if (isMatter(this.derivation, stream)) await this.answer(stream, { positions, upTo });
    for (const [stream, positions] of this.touched)
      for await (const matter of watchersOf(this.derivation, stream))
        if (!this.touched.has(matter)) await this.answer(matter, { positions, upTo });
  }

  private async answer(
    matter: string,
    { positions, upTo }: { positions: readonly Position[]; upTo: Position },
  ): Promise<void> {
    const { derivation, definition } = this;
    if (derivation.entry.parked.has(matter)) return;
    const result = await answerTimeless(derivation, definition, { matter, upTo });
    if ('value' in result) return;
    // The rows stay as of the last event that can be answered, and the first that cannot is the one to park.
    for (const position of positions) {
      const one = await answerTimeless(derivation, definition, { matter, upTo: position });
      if ('failed' in one) return this.park(matter, position, one.failed);
    }
    return this.park(matter, upTo, result.failed);
  }

  private park(stream: string, position: Position, error: unknown): Promise<void> {
    const { tx, entry } = this.derivation;
    return park(tx, entry, { stream, position, error });
  }
}

// Books held open at once; one reference event may concern any number of matters.
const BOOKS = 2000;

/** Spells are learnt event by event; the events of one append, which share their instant, count as one. */
class TemporalPass implements DerivedPass {
  private books = new Map<string, SpellBook>();

  constructor(
    private readonly derivation: Derivation,
    private readonly definition: Temporal,
  ) {}

  async see(placed: Placed, next: Placed | undefined): Promise<void> {
    const { stream, recordedAt } = placed.event;
    if (next?.event.stream === stream && next.event.recordedAt === recordedAt) return;
    if (isMatter(this.derivation, stream)) await this.answer(stream, placed);
    for await (const matter of watchersOf(this.derivation, stream))
      await this.answer(matter, placed);
  }

  async finish(): Promise<void> {
    for (const book of this.books.values()) await writeBook(this.derivation, book);
    this.books = new Map();
  }

  private async answer(matter: string, cause: Placed): Promise<void> {
    const { derivation, definition } = this;
    if (derivation.entry.parked.has(matter)) return;
    let book = this.books.get(matter);
    if (!book) {
      if (this.books.size >= BOOKS) await this.finish();
      book = await openBook(derivation, matter, cause);
      this.books.set(matter, book);
    }
    const result = await answerTemporal(derivation, definition, { matter, cause, book });
    if ('value' in result) return;
    const at = { stream: matter, position: cause.position, error: result.failed };
    await park(derivation.tx, derivation.entry, at);
  }
}

function isMatter({ matters }: Derivation, stream: string): boolean {
  return matters.kinds.includes(kindOf(stream));
}

const PAGE = 100;

/** Page by page: never all in memory. What a recomputation changes lies at the matter itself, not behind it. */
async function* watchersOf({ tx, entry, watched }: Derivation, stream: string) {
  if (!watched.has(stream)) return;
  for (let after = ''; ;) {
    const page = await tx.watchers(entry.name, stream, { after, limit: PAGE });
    yield* page;
    if (page.length < PAGE) return;
    await breath();
    after = page[page.length - 1];
  }
}
