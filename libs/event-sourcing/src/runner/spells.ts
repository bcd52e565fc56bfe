import type { Row, Spell } from '../projection.js';
import type { Cells, Difference, RowId, Stored } from './read-database.js';
import { cellsOf, checkRow, type Layout, OPEN } from './table.js';

/** A spell with its open end written as {@link OPEN}; `key` is the same for the same spell. */
export interface Normal {
  readonly key: string;
  readonly happenedFrom: string;
  readonly happenedTo: string;
  readonly cells: Cells;
}

/**
 * One form for every set of spells that says the same: empty ones dropped, equal rows that touch or overlap merged.
 * Throws on a spell that ends before it begins, and on rows that are not what the columns say.
 */
export function normalised(layout: Layout, spells: readonly Spell<Row>[]): readonly Normal[] {
  const byRow = new Map<string, { cells: Cells; spans: [from: string, to: string][] }>();
  for (const { happenedFrom: from, happenedTo, row } of spells) {
    const to = happenedTo ?? OPEN;
    if (from > to) throw new RangeError(`spell of ${layout.table.name}: ends before it begins`);
    checkRow(layout, row);
    if (from === to) continue;
    const values = JSON.stringify(layout.fields.map(({ field }) => row[field]));
    const group = byRow.get(values) ?? { cells: cellsOf(layout, row), spans: [] };
    group.spans.push([from, to]);
    byRow.set(values, group);
  }
  return [...byRow].flatMap(([values, { cells, spans }]) =>
    joined(spans).map(([happenedFrom, happenedTo]) => ({
      key: `${happenedFrom} ${happenedTo} ${values}`,
      happenedFrom,
      happenedTo,
      cells,
    })),
  );
}

function joined(spans: [string, string][]): [string, string][] {
  const result: [string, string][] = [];
  for (const [from, to] of spans.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) {
    const last = result.at(-1);
    if (last && from <= last[1]) last[1] = to > last[1] ? to : last[1];
    else result.push([from, to]);
  }
  return result;
}

interface Known extends Normal {
  readonly id?: RowId;
  readonly knownFrom: string;
  knownTo: string;
  /** As it stands in the database; undefined = not there yet. */
  readonly storedTo?: string;
}

/**
 * What is known of one matter, kept over both axes while events are learnt in order. What one instant both takes away
 * and gives back never was away; what it both gives and takes away never was: the result does not depend on how the
 * events of one append are cut into batches.
 */
export class SpellBook {
  private spells: Known[];
  private readonly deletions: RowId[] = [];

  /** `stored`: at least the rows with `known_to >=` the first instant that will be learnt. */
  constructor(
    private readonly layout: Layout,
    private readonly stream: string,
    stored: readonly Stored[],
  ) {
    this.spells = stored.map(({ id, cells }) => known(layout, id, cells));
  }

  learn(next: readonly Normal[], recordedAt: string): void {
    const at = this.noEarlier(recordedAt);
    const wanted = new Map(next.map((spell) => [spell.key, spell]));
    this.spells = this.spells.filter((spell) => {
      const stays = wanted.has(spell.key);
      if (spell.knownTo === OPEN && !stays) return this.forget(spell, at);
      if (spell.knownTo === at && stays) spell.knownTo = OPEN;
      if (spell.knownTo === OPEN) wanted.delete(spell.key);
      return true;
    });
    for (const spell of wanted.values())
      this.spells.push({ ...spell, knownFrom: at, knownTo: OPEN });
  }

  /** Undefined = nothing to write. The book is spent then. */
  difference(): Difference | undefined {
    const insertions: Cells[] = [];
    const updates: Stored[] = [];
    for (const spell of this.spells) {
      if (spell.id === undefined) insertions.push(this.cells(spell));
      else if (spell.knownTo !== spell.storedTo)
        updates.push({ id: spell.id, cells: { known_to: spell.knownTo } });
    }
    return insertions.length + updates.length + this.deletions.length === 0
      ? undefined
      : { deletions: this.deletions, updates, insertions };
  }

  /** True = the spell was known before and stays in the book with an end. */
  private forget(spell: Known, at: string): boolean {
    if (spell.knownFrom !== at) {
      spell.knownTo = at;
      return true;
    }
    if (spell.id !== undefined) this.deletions.push(spell.id);
    return false;
  }

  // A log that rises per stream only may bring an earlier instant of another stream later: knowledge never runs back.
  private noEarlier(recordedAt: string): string {
    let latest = recordedAt;
    for (const { knownFrom, knownTo } of this.spells) {
      if (knownFrom > latest) latest = knownFrom;
      if (knownTo !== OPEN && knownTo > latest) latest = knownTo;
    }
    return latest;
  }

  private cells({ happenedFrom, happenedTo, knownFrom, knownTo, cells }: Known): Cells {
    return {
      _stream: this.stream,
      happened_from: happenedFrom,
      happened_to: happenedTo,
      known_from: knownFrom,
      known_to: knownTo,
      ...cells,
    };
  }
}

function known({ fields }: Layout, id: RowId, cells: Cells): Known {
  const values = JSON.stringify(fields.map(({ column }) => cells[column]));
  const knownTo = String(cells.known_to);
  return {
    id,
    key: `${cells.happened_from} ${cells.happened_to} ${values}`,
    happenedFrom: String(cells.happened_from),
    happenedTo: String(cells.happened_to),
    knownFrom: String(cells.known_from),
    knownTo,
    storedTo: knownTo,
    cells,
  };
}
