/** Names of which each is held by one at a time. */
export class Holds {
  private readonly held = new Map<string, Promise<unknown>>();

  /** Acts once none of the names is held, and holds all of them until that is over. */
  async during<T>(names: readonly string[], act: () => Promise<T>): Promise<T> {
    for (let before = this.first(names); before; before = this.first(names)) await before;
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const name of names) this.held.set(name, promise);
    try {
      return await act();
    } finally {
      for (const name of names) this.held.delete(name);
      resolve();
    }
  }

  private first(names: readonly string[]): Promise<unknown> | undefined {
    return names.map((name) => this.held.get(name)).find((one) => one !== undefined);
  }
}
