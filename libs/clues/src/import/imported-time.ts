import { Temporal } from 'temporal-polyfill';
import { happenedAtOf, NotATime, outOfYears } from '@cluetrail/event-sourcing';

/**
 * RFC 3339 UTC, truncated to milliseconds; undefined = no time, or one that is `outOfYears`. Takes `T` or a space before the time, and up to nine
 * decimals; a time without an offset is local to `zone` (where the clocks are put back, the first of the two).
 */
export function importedInstant(text: string, zone: string): string | undefined {
  const parts = TIME.exec(text);
  if (!parts) return undefined;
  if (outOfYears(text) !== undefined) return undefined;
  const [, date, time, fraction = '', offset] = parts;
  const local = `${date}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}`;
  try {
    return offset === undefined
      ? localInstant(local, zone)
      : happenedAtOf(`${local}${offset}`, zone).at;
  } catch (error) {
    if (error instanceof NotATime || error instanceof RangeError) return undefined;
    throw error;
  }
}

const TIME =
  /^(\d{4}-\d{2}-\d{2})[T ]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:[.](\d{1,9}))?(Z|[+-]\d{2}:\d{2})?$/;

function localInstant(local: string, zone: string): string {
  const { epochMilliseconds } = Temporal.PlainDateTime.from(local).toZonedDateTime(zone);
  return new Date(epochMilliseconds).toISOString();
}
