import type { Client } from 'pg';

export type Found = Readonly<Record<string, unknown>>;

/** Statements of one connection, each prepared once and kept until the tables change. */
export class Statements {
  private names = new Map<string, string>();
  private made = 0;

  constructor(private readonly client: Client) {}

  async run(text: string, values: readonly unknown[] = []): Promise<readonly Found[]> {
    const known = this.names.get(text);
    const name = known ?? `s${++this.made}`;
    this.names.set(text, name);
    const { rows } = await this.client.query<Found>({ name, text, values: [...values] });
    return rows;
  }

  /** One or several statements without values, as they stand. */
  async script(text: string): Promise<void> {
    await this.client.query(text);
  }

  /** One statement without values that answers rows, not kept. */
  async page(text: string): Promise<readonly Found[]> {
    return (await this.client.query<Found>(text)).rows;
  }

  /** To be called when a table is dropped, renamed or made anew: what was prepared may tell of the old one. */
  async forget(): Promise<void> {
    this.names = new Map();
    await this.script('deallocate all');
  }
}
