import { parsePeriod, typeOf, type ObligationRule, type Period } from '@cluetrail/deadlines';
import type { InputFault } from './input.js';
import type { Table } from './workflow.js';

/** Faults of a procedure: clocks that never run, and colours that are never shown. */
export function clockFaults(
  obligations: readonly ObligationRule[],
  tables: readonly Table[],
): readonly InputFault[] {
  return obligations.flatMap((rule) => [...neverStarts(rule, tables), ...neverShown(rule)]);
}

/** An event starts a clock on its own stream alone. Of imported events nobody knows where they stand. */
function neverStarts({ code, watch, starts }: ObligationRule, tables: readonly Table[]) {
  const kinds = starts.map((one) => kindsOf(typeOf(one), tables));
  if (kinds.some((some) => some.length === 0 || some.includes(watch))) return [];
  const expected = `a kind whose events start it: ${[...new Set(kinds.flat())].join(', ')}`;
  return starts.length > 0 ? [{ path: `obligations.${code}.watch`, expected, found: watch }] : [];
}

function kindsOf(type: string, tables: readonly Table[]): readonly string[] {
  return tables
    .filter(({ transitions }) => Object.values(transitions).some(({ event }) => event === type))
    .map(({ kind }) => kind);
}

const COLOURS = ['blue', 'yellow', 'red'] as const;

/** The most urgent colour is shown: one that comes after a more urgent one never is. */
function neverShown({ code, alerts = {} }: ObligationRule): readonly InputFault[] {
  const given = COLOURS.flatMap((colour) => {
    const period = alerts[colour];
    return period === undefined ? [] : [{ colour, period }];
  });
  return given.slice(1).flatMap(({ colour, period }, index) => {
    const before = given[index];
    const path = `obligations.${code}.alerts.${colour}`;
    const expected = `no earlier than ${before.colour}: ${before.period}`;
    return isShorter(period, before.period) ? [{ path, expected, found: period }] : [];
  });
}

/** Whatever the days on which they are counted. */
function isShorter(one: string, other: string): boolean {
  const [a, b] = [one, other].map(parsePeriod);
  return a.unit === b.unit ? a.count < b.count : DAYS[a.unit](a).most < DAYS[b.unit](b).least;
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

const DAYS: { readonly [unit in Period['unit']]: (period: Period) => Bounds } = {
  h: ({ count }) => ({ least: count / 24, most: count / 24 }),
  d: ({ count }) => ({ least: count, most: count }),
  // How many days off lie between working days no calendar bounds.
  W: ({ count }) => ({ least: count, most: Infinity }),
  M: ({ count }) => ({ least: 28 * count, most: 31 * count }),
};
