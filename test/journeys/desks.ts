import { settled } from '../support/registers.js';
import type { HttpJourney } from './http-journey.js';

interface Item {
  readonly clue?: string;
  readonly case?: string;
  readonly commands: string[];
  /** Where nobody may go on: what waits, and for whom. */
  readonly stuck?: object;
}

/** What of some clues and cases waits on whose desk. */
export class Desks {
  constructor(
    private readonly journey: HttpJourney,
    private readonly ids: readonly (string | undefined)[],
  ) {}

  async of(as: string): Promise<Item[]> {
    const { items } = await this.journey.read(as, 'desk');
    return items.filter((item: object) =>
      Object.values(item).some((one) => this.ids.includes(one)),
    );
  }

  /** Of these people those on whose desk any of it is. */
  async holders(people: readonly string[]): Promise<string[]> {
    await settled(this.journey.office);
    const found = await Promise.all(
      people.map(async (as) => ((await this.of(as)).length > 0 ? [as] : [])),
    );
    return found.flat();
  }

  async stuckOf(as: string): Promise<(object | undefined)[]> {
    return (await this.of(as)).map(({ stuck }) => stuck);
  }

  async commandsOf(as: string, kind: 'clue' | 'case'): Promise<string[]> {
    return (await this.of(as)).flatMap((item) => (item[kind] ? item.commands : []));
  }
}
