import type { Row } from '../projection.js';
import type { Cells, Difference, Stored } from './read-database.js';
import { cellsOf, type Layout } from './table.js';

/** The least that turns a stream's stored row set (by ordinal) into the next one; undefined = nothing. */
export function difference(
  layout: Layout,
  stream: string,
  { stored, next }: { stored: readonly Stored[]; next: readonly Row[] },
): Difference | undefined {
  const updates: Stored[] = [];
  const insertions: Cells[] = [];
  next.forEach((row, ordinal) => {
    const standing = stored[ordinal];
    const cells = cellsOf(layout, row);
    if (!standing) insertions.push({ _stream: stream, _ordinal: ordinal, ...cells });
    else {
      const changed = changedCells(standing.cells, cells);
      if (changed) updates.push({ id: standing.id, cells: changed });
    }
  });
  const deletions = stored.slice(next.length).map(({ id }) => id);
  return updates.length + insertions.length + deletions.length === 0
    ? undefined
    : { deletions, updates, insertions };
}

function changedCells(before: Cells, after: Cells): Cells | undefined {
  const changed = Object.entries(after).filter(([column, value]) => before[column] !== value);
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}
