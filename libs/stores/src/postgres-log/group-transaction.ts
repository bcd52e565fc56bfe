import type pg from 'pg';
import { type Asked, type Decided, decideGroup, type End, type NewEvent } from './decide-group.js';
import type { Statements } from './statements.js';

export interface GroupTransactionOptions {
  readonly statements: Statements;
  /** Called with the end that stands, locked, before anything is put behind it. Throws where nothing may be. */
  readonly onFound: (client: pg.ClientBase, end: End) => Promise<void>;
  /** Called before events leave for the server. */
  readonly onSending: (events: readonly NewEvent[]) => void;
  /** Called before a group that wrote is acknowledged. Throws where the end could not be kept. */
  readonly onWritten: (end: End) => void;
}

/** Around what may stand even if no answer comes. */
export interface Committing {
  begin(): void;
  /** Nothing of it stands, for certain. */
  undone(): void;
}

/** Decides a group and writes it: by what this process knows where that still holds, else by what stands. */
export class GroupTransaction {
  constructor(
    private readonly options: GroupTransactionOptions,
    private known: End | undefined,
  ) {}

  /** Another process has written. */
  saw(end: End): void {
    if (this.known && this.known.position < end.position) this.known = end;
  }

  /** Whatever was known may be wrong. */
  forget(): void {
    this.known = undefined;
  }

  async run(
    client: pg.ClientBase,
    group: readonly Asked[],
    committing: Committing,
  ): Promise<Decided[]> {
    return (
      (await this.byWhatIsKnown(client, group, committing)) ??
      (await this.byWhatStands(client, group, committing))
    );
  }

  /** One way to the server and back. Undefined where not everything is as expected; nothing was written then. */
  private async byWhatIsKnown(
    client: pg.ClientBase,
    group: readonly Asked[],
    committing: Committing,
  ): Promise<Decided[] | undefined> {
    const { known } = this;
    if (!known) return undefined;
    const versions = new Map<string, number>();
    for (const { stream, expected } of group)
      if (!versions.has(stream)) versions.set(stream, expected);
    const { decided, events, end } = decideGroup(group, known, { ids: new Map(), versions });
    this.known = undefined;
    committing.begin();
    this.options.onSending(events);
    if (await this.options.statements.append(client, { known, versions, events, end })) {
      this.written(end);
      return decided;
    }
    committing.undone();
    return undefined;
  }

  private async byWhatStands(
    client: pg.ClientBase,
    group: readonly Asked[],
    committing: Committing,
  ): Promise<Decided[]> {
    const { statements } = this.options;
    const end = await statements.begin(client);
    await this.options.onFound(client, end);
    const standing = await statements.standing(client, group);
    const { decided, events, end: next } = decideGroup(group, end, standing);
    // A commit also for a retry that adds nothing: after a crash its events can stand here and not yet on the standby,
    // and only a commit waits for that.
    if (decided.some(({ outcome }) => outcome === 'appended')) {
      this.options.onSending(events);
      await statements.insert(client, events, next);
      committing.begin();
      await statements.commit(client);
      this.written(next);
    } else {
      await client.query('ROLLBACK');
      this.known = end;
    }
    return decided;
  }

  private written(end: End): void {
    this.options.onWritten(end);
    this.known = end;
  }
}
