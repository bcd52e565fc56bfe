/** Microseconds since 1970 as the ports take them; milliseconds times 1000 where no finer clock is at hand. */
export interface Clock {
  nowMicros(): number;
}

/** RFC 3339 UTC with exactly 6 decimals: the form of `recordedAt`, compared as text. */
export function recordedAtOf(micros: number): string {
  const millis = Math.floor(micros / 1000);
  const rest = String(micros - millis * 1000).padStart(3, '0');
  return `${new Date(millis).toISOString().slice(0, 23)}${rest}Z`;
}

/** RFC 3339 UTC with 3 decimals: the form of `asOf` and of `happenedAt.at`. */
export function instantOf(micros: number): string {
  return new Date(Math.floor(micros / 1000)).toISOString();
}

export function microsOf(recordedAt: string): number {
  return Date.parse(`${recordedAt.slice(0, 23)}Z`) * 1000 + Number(recordedAt.slice(23, 26));
}

/** `max(previous + 1 µs, clock)`: strictly rising over the log, whatever the clock does. */
export function nextMicros(previous: number, clock: number): number {
  return Math.max(previous + 1, clock);
}
