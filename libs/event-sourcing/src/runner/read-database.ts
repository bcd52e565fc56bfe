import type { Position } from '../event.js';
import type { ColumnType, Value } from '../projection.js';

/** A row as the database keeps it, by column name. */
export type Cells = { readonly [column: string]: Value };

/** Given by the database to each row; says nothing, is never part of a dump. */
export type RowId = number;

export interface Stored {
  readonly id: RowId;
  readonly cells: Cells;
}

export interface Index {
  readonly columns: readonly string[];
  readonly unique?: true;
}

/** One table of the read database, made from a projection (see table.ts). */
export interface Table {
  readonly name: string;
  /** Changes whenever version, columns, indexes or full text do: another signature is another table. */
  readonly signature: string;
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
  readonly indexes: readonly Index[];
  /** Columns that are searched by word. */
  readonly fullText: readonly string[];
  /** It holds personal text in clear. */
  readonly inClear: boolean;
  /** The columns that put a dump into its one canonical order. */
  readonly order: readonly string[];
}

/** What turns the stored rows into the wanted ones. `updates` name only the cells that change. */
export interface Difference {
  readonly deletions: readonly RowId[];
  readonly updates: readonly Stored[];
  readonly insertions: readonly Cells[];
}

/** How far a projection has read the log; `leaf` (hex) is that of the event there, '' before the first. */
export interface Checkpoint {
  readonly position: Position;
  readonly leaf: string;
}

export interface StoredProjection {
  readonly name: string;
  readonly signature: string;
  readonly checkpoint: Checkpoint;
}

/** A stream (or matter) that a projection could not digest at `position`; it waits there for a retry. */
export interface Parked {
  readonly projection: string;
  readonly stream: string;
  readonly position: Position;
  /** Name and message of what the handler threw. */
  readonly error: string;
}

/** All that one transaction may ask. Errors of the database are thrown and end the transaction without a trace. */
export interface ReadTransaction {
  projections(): Promise<readonly StoredProjection[]>;
  /** An empty table at checkpoint 0, with nothing watched or parked, whatever stood under that name. */
  recreate(table: Table): Promise<void>;
  drop(name: string): Promise<void>;
  /** The table `by`, with its checkpoint and all that belongs to it, takes the name and the place of `name`. */
  replace(name: string, by: string): Promise<void>;
  saveCheckpoint(name: string, checkpoint: Checkpoint): Promise<void>;

  /** Rows of a stream; by ordinal where the table has one. `knownSince`: only those with `known_to >= knownSince`. */
  load(table: Table, stream: string, knownSince?: string): Promise<readonly Stored[]>;
  write(table: Table, difference: Difference): Promise<void>;

  /** The streams whose events concern this matter in this projection (linked or looked up), in ascending order. */
  watching(projection: string, matter: string): Promise<readonly string[]>;
  watch(
    projection: string,
    matter: string,
    change: { readonly added: readonly string[]; readonly removed: readonly string[] },
  ): Promise<void>;
  /** Those of `streams` that any matter watches. */
  watched(projection: string, streams: readonly string[]): Promise<readonly string[]>;
  /** A page of the matters that watch a stream, ascending, behind `after` ('' = from the first). */
  watchers(
    projection: string,
    stream: string,
    page: { readonly after: string; readonly limit: number },
  ): Promise<readonly string[]>;

  /** Replaces an entry for the same projection and stream. */
  park(parked: Parked): Promise<void>;
  unpark(projection: string, stream: string): Promise<void>;
  parked(): Promise<readonly Parked[]>;

  /** Remembers, beyond a crash, that deleted text must be removed from the files. */
  needVacuum(): Promise<void>;
}

/** The port of the read side. It holds nothing that cannot be built anew from the log. */
export interface ReadDatabase {
  /** All or nothing, one at a time; readers see what was there before, or all of it. */
  transaction<T>(work: (tx: ReadTransaction) => Promise<T>): Promise<T>;
  vacuumNeeded(): Promise<boolean>;
  /** Leaves no byte of deleted text in the files. False = a reader was in the way: call again. */
  vacuum(): Promise<boolean>;
  /**
   * Where the tables lie on a server: called when the connection to them ends, after which they may be other than they
   * were left; the next transaction tells. Answers how to stop it.
   */
  onLost?(listener: () => void): () => void;
  /** SHA-256 (hex) over the canonical dump of each projection's table. */
  checksum(): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}
