import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Cells, RowId, Stored, Table } from '@cluetrail/event-sourcing';
import { fullTextOf } from './read-models.js';

/** Reads and writes the rows of projections; the full-text index follows its table row by row. */
export class RowStatements {
  private readonly prepared = new Map<string, Map<string, StatementSync>>();

  constructor(private readonly db: DatabaseSync) {}

  load(table: Table, stream: string, knownSince?: string): readonly Stored[] {
    const columns = table.columns.map(({ name }) => name).join(', ');
    const rows =
      knownSince === undefined
        ? this.sql(
            table,
            `select _id, ${columns} from ${table.name} where _stream = ? order by ${inOrder(table)}`,
          ).all(stream)
        : this.sql(
            table,
            `select _id, ${columns} from ${table.name} where _stream = ? and known_to >= ?`,
          ).all(stream, knownSince);
    return rows.map(({ _id, ...cells }) => ({
      id: Number(_id),
      cells: cells as Cells, // strict columns hold text, integers and nulls only
    }));
  }

  insert(table: Table, cells: Cells): void {
    const names = table.columns.map(({ name }) => name);
    const { lastInsertRowid } = this.sql(
      table,
      `insert into ${table.name} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
    ).run(...names.map((name) => cells[name]));
    if (table.fullText.length === 0) return;
    this.sql(
      table,
      `insert into ${fullTextOf(table.name)} (rowid, ${table.fullText.join(', ')})
       values (?, ${table.fullText.map(() => '?').join(', ')})`,
    ).run(lastInsertRowid, ...table.fullText.map((name) => cells[name]));
  }

  update(table: Table, id: RowId, cells: Cells): void {
    this.set(table, table.name, { id, key: '_id', cells });
    const words = Object.entries(cells).filter(([name]) => table.fullText.includes(name));
    if (words.length > 0)
      this.set(table, fullTextOf(table.name), {
        id,
        key: 'rowid',
        cells: Object.fromEntries(words),
      });
  }

  delete(table: Table, id: RowId): void {
    this.sql(table, `delete from ${table.name} where _id = ?`).run(id);
    if (table.fullText.length > 0)
      this.sql(table, `delete from ${fullTextOf(table.name)} where rowid = ?`).run(id);
  }

  /** To be called when a table is dropped, renamed or made anew. */
  forget(name: string): void {
    this.prepared.delete(name);
  }

  private set(
    table: Table,
    into: string,
    { id, key, cells }: { id: RowId; key: string; cells: Cells },
  ): void {
    const names = Object.keys(cells);
    const values: SQLInputValue[] = Object.values(cells);
    this.sql(
      table,
      `update ${into} set ${names.map((name) => `${name} = ?`).join(', ')} where ${key} = ?`,
    ).run(...values, id);
  }

  private sql(table: Table, text: string): StatementSync {
    const statements = this.prepared.get(table.name) ?? new Map<string, StatementSync>();
    this.prepared.set(table.name, statements);
    const found = statements.get(text) ?? this.db.prepare(text);
    statements.set(text, found);
    return found;
  }
}

function inOrder({ order }: Table): string {
  return order.join(', ');
}
