import type { Cells, Difference, RowId, Stored, Table } from '@cluetrail/event-sourcing';
import type { Statements } from './postgres-statements.js';
import { quoted } from './postgres-schema.js';

/** What is to be written to one table, of streams that nobody has read again since. */
interface Pending {
  readonly table: Table;
  readonly streams: Set<string>;
  deletions: RowId[];
  updates: Map<RowId, Cells>;
  insertions: Cells[];
}

/**
 * Reads and writes the rows of projections in one transaction. A way to the server costs more than the work there: differences are
 * collected, and written table by table when they are asked for, or the transaction ends.
 */
export class PostgresRows {
  private readonly pending = new Map<string, Pending>();
  /** The streams of the rows that this transaction has read, by table. */
  private readonly streams = new Map<string, Map<RowId, string>>();

  constructor(private readonly statements: Statements) {}

  async load(table: Table, stream: string, knownSince?: string): Promise<readonly Stored[]> {
    if (this.pending.get(table.name)?.streams.has(stream)) await this.flush(table.name);
    const columns = table.columns.map(({ name }) => quoted(name)).join(', ');
    const select = `select _id, ${columns} from ${quoted(table.name)} where _stream = $1`;
    const rows =
      knownSince === undefined
        ? await this.statements.run(`${select} order by ${table.order.map(quoted).join(', ')}`, [
            stream,
          ])
        : await this.statements.run(`${select} and known_to >= $2`, [stream, knownSince]);
    const streams = this.streamsOf(table.name);
    return rows.map(({ _id, ...cells }) => {
      const id = Number(_id);
      streams.set(id, stream);
      return { id, cells: cells as Cells }; // the columns hold text, integers and nulls only
    });
  }

  write(table: Table, { deletions, updates, insertions }: Difference): void {
    const found = this.pending.get(table.name) ?? emptyFor(table);
    this.pending.set(table.name, found);
    const streams = this.streamsOf(table.name);
    for (const id of deletions) {
      found.deletions.push(id);
      found.streams.add(streams.get(id) ?? '');
    }
    for (const { id, cells } of updates) {
      found.updates.set(id, { ...found.updates.get(id), ...cells });
      found.streams.add(streams.get(id) ?? '');
    }
    for (const cells of insertions) {
      found.insertions.push(cells);
      found.streams.add(String(cells._stream));
    }
  }

  /** Writes what was collected, of one table or of all. */
  async flush(name?: string): Promise<void> {
    for (const [table, pending] of this.pending) {
      if (name !== undefined && table !== name) continue;
      this.pending.delete(table);
      await this.delete(pending);
      await this.update(pending);
      await this.insert(pending);
    }
  }

  private async delete({ table, deletions }: Pending): Promise<void> {
    if (deletions.length === 0) return;
    await this.statements.run(`delete from ${quoted(table.name)} where _id = any($1::bigint[])`, [
      deletions,
    ]);
  }

  /** Those that change the same columns at once. */
  private async update({ table, updates }: Pending): Promise<void> {
    const alike = Map.groupBy(updates, ([, cells]) => Object.keys(cells).sort().join(' '));
    for (const [key, rows] of alike) {
      const names = key.split(' ');
      const given = names.map((name, at) => `$${at + 2}::${arrayOf(table, name)}`);
      const set = names.map((name) => `${quoted(name)} = v.${quoted(name)}`).join(', ');
      await this.statements.run(
        `update ${quoted(table.name)} t set ${set}
         from unnest($1::bigint[], ${given.join(', ')}) v (_id, ${names.map(quoted).join(', ')})
         where t._id = v._id`,
        [rows.map(([id]) => id), ...names.map((name) => rows.map(([, cells]) => cells[name]))],
      );
    }
  }

  private async insert({ table, insertions }: Pending): Promise<void> {
    if (insertions.length === 0) return;
    const names = table.columns.map(({ name }) => name);
    const columns = names.map(quoted).join(', ');
    const given = names.map((name, at) => `$${at + 1}::${arrayOf(table, name)}`).join(', ');
    await this.statements.run(
      `insert into ${quoted(table.name)} (${columns}) select ${columns}
       from unnest(${given}) with ordinality v (${columns}, _place) order by _place`,
      names.map((name) => insertions.map((cells) => cells[name])),
    );
  }

  private streamsOf(table: string): Map<RowId, string> {
    const found = this.streams.get(table) ?? new Map<RowId, string>();
    this.streams.set(table, found);
    return found;
  }
}

function emptyFor(table: Table): Pending {
  return { table, streams: new Set(), deletions: [], updates: new Map(), insertions: [] };
}

function arrayOf(table: Table, name: string): 'text[]' | 'bigint[]' {
  const column = table.columns.find((one) => one.name === name);
  return column?.type.startsWith('integer') ? 'bigint[]' : 'text[]';
}
