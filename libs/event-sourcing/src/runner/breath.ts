/**
 * Lets everything else in the process have its turn: a database that answers at once would otherwise keep a server
 * from its requests for as long as there is something to project.
 */
export function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** How long a batch may keep everybody else waiting. */
const SLICE_MILLIS = 4;

/** Parts long work into slices: {@link Slices.next} between its steps lets others have their turn where one has lasted. */
export class Slices {
  private began: number;

  constructor(private readonly nowMillis: () => number) {
    this.began = nowMillis();
  }

  async next(): Promise<void> {
    if (this.nowMillis() - this.began < SLICE_MILLIS) return;
    await breath();
    this.began = this.nowMillis();
  }
}

/** Resolves after that time, or as soon as it is aborted; keeps no process alive that has nothing else to do. */
export function rest(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, millis);
    timer.unref();
    signal.addEventListener('abort', end);
  });
}
