// The wire between the product and a server, in a test's hands: cut, silent, slow, or stopped at a word.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

export class Wire {
  silent = false;
  dead = false;
  delayMs = 0;
  #lines = new Set();
  #stops = [];

  /** `target`: the port on this machine that it leads to. */
  constructor(target) {
    this.target = target;
  }

  async start() {
    await this.up();
    return this;
  }

  get connections() {
    return this.#lines.size;
  }

  /**
   * The next time a client says this word. `hold`: it and what follows wait; `cut`: the connection breaks before it
   * arrives; `lose`: it arrives, and the connection breaks before the answer.
   */
  at(word, act) {
    const { promise: reached, resolve } = Promise.withResolvers();
    const released = Promise.withResolvers();
    const stop = { word, act, reached, resolve, released, release: released.resolve };
    this.#stops.push(stop);
    return stop;
  }

  /** Breaks every connection; new ones may come. */
  cut() {
    for (const line of [...this.#lines]) line.end();
  }

  /** Breaks every connection, and refuses new ones. */
  async down() {
    if (!this.server) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server = undefined;
    this.cut();
    await closed;
  }

  async up() {
    if (this.server) return;
    const server = createServer({ allowHalfOpen: true }, (client) => {
      const line = new Line(this, client, (text) => this.#stopAt(text));
      this.#lines.add(line);
      client.once('close', () => this.#lines.delete(line));
    });
    server.listen(this.port ?? 0, '127.0.0.1');
    await once(server, 'listening');
    this.server = server;
    this.port = server.address().port;
  }

  stop() {
    for (const { release } of this.#stops.splice(0)) release();
    return this.down();
  }

  #stopAt(piece) {
    const index = this.#stops.findIndex(({ word }) => piece.includes(word));
    return index < 0 ? undefined : this.#stops.splice(index, 1)[0];
  }
}

/** One connection through it. Pieces keep their order each way. */
class Line {
  #forth = Promise.resolve();
  #back = Promise.resolve();
  #lost = false;

  constructor(wire, client, stopAt) {
    Object.assign(this, { wire, client, stopAt });
    this.server = connect(wire.target, '127.0.0.1');
    for (const socket of [client, this.server]) {
      socket.setNoDelay(true);
      socket.on('error', () => this.end());
      for (const end of ['end', 'close']) socket.once(end, () => wire.dead || this.end());
    }
    client.on('data', (piece) => (this.#forth = this.#forth.then(() => this.#said(piece))));
    this.server.on('data', (piece) => {
      if (this.#lost) return this.end();
      this.#back = this.#back.then(() => this.#passed(this.client, piece));
    });
  }

  end() {
    this.client.destroy();
    this.server.destroy();
  }

  async #said(piece) {
    const stop = this.stopAt(piece);
    stop?.resolve();
    if (stop?.act === 'hold') await stop.released.promise;
    if (stop?.act === 'cut') return this.end();
    this.#lost ||= stop?.act === 'lose';
    await this.#passed(this.server, piece);
  }

  async #passed(to, piece) {
    if (this.wire.delayMs > 0) await new Promise((wake) => setTimeout(wake, this.wire.delayMs));
    if (this.wire.dead || (to === this.client && this.wire.silent)) return;
    if (!to.destroyed) to.write(piece);
  }
}
