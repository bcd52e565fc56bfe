import type { Data, Event } from './event.js';

/** One step: the data of `type` at `from` becomes its data at `from + 1`. Old shapes are read, never rewritten. */
export interface Upcaster {
  readonly type: string;
  readonly from: number;
  upcast(data: Data): Data;
}

/** Brings every event to its newest shape. Throws at start when two steps claim the same place. */
export function upcasting(upcasters: readonly Upcaster[]): (event: Event) => Event {
  const steps = new Map<string, Upcaster>();
  for (const step of upcasters) {
    const place = `${step.type}@${step.from}`;
    if (steps.has(place)) throw new Error(`upcasters: two steps for ${place}`);
    steps.set(place, step);
  }
  return (event) => {
    let current = event;
    for (let step = steps.get(`${event.type}@${event.schemaVersion}`); step;) {
      current = { ...current, schemaVersion: step.from + 1, data: step.upcast(current.data) };
      step = steps.get(`${current.type}@${current.schemaVersion}`);
    }
    return current;
  };
}
