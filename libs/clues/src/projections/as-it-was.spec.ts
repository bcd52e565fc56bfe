import fc from 'fast-check';
import {
  type Effective,
  type Event,
  inEffect,
  rowsOf,
  type Spell,
  type Row,
} from '@cluetrail/event-sourcing';
import { calendarOf, obligations } from '@cluetrail/deadlines';
import { isEnded, stateOf } from '@cluetrail/workflow';
import { clue } from '../clue/clue.js';
import type { ClueState } from '../clue/state.js';
import { CN2, REFERENCES, ZONE } from '../testing/office.js';
import { WHOLE, walksIn } from '../../test/walks.js';
import { walked } from '../testing/walk.js';
import { assignments } from './assignments.js';
import { holds } from './holds.js';
import { notices } from './notices.js';
import { silences } from './silences.js';
import { suspensions } from './suspensions.js';
import { unsigned } from './unsigned.js';

/** What is known of a clue at (T, K), told from its events alone. */
interface Then {
  readonly events: readonly Effective[];
  readonly state: ClueState;
}

/** Each temporal table, and what it must say at (T, K), computed the long way round. */
const ORACLES = {
  silences: {
    table: silences,
    rows: ({ events, state }: Then) =>
      isEnded(clue, state.state) ? [] : [latest(events.map(({ effectiveAt }) => effectiveAt))],
    told: ({ lastEventAt }: Row) => lastEventAt,
  },
  holds: {
    from: ['held', 'disposalPending+hold', 'verified+hold', 'disposalPending+released'],
    table: holds,
    rows: ({ events, state }: Then) => {
      if (state.state !== 'held') return [];
      const since = events.findLastIndex(({ type }) => type === 'ClueHeld');
      const reviews = events.slice(since).filter(({ type }) => type === 'HoldReviewed');
      const { reviewOn } = (reviews.at(-1) ?? events[since]).data;
      return [`${reviewOn} ${reviews.length} ${events[since].effectiveAt}`];
    },
    told: ({ reviewOn, reviews, heldAt }: Row) => `${reviewOn} ${reviews} ${heldAt}`,
  },
  unsigned: {
    table: unsigned,
    rows: ({ events }: Then) => {
      const sent = events.filter(({ type }) => type === 'ClueTransferred');
      const at = events.findLastIndex(({ type }) => type === 'ClueTransferred');
      const answered = events.slice(at + 1).some(({ change }) => change?.from === 'inTransit');
      const [last] = sent.slice(-1);
      return last && !answered ? [`${sent.length} ${last.data.to} ${last.actor.personId}`] : [];
    },
    told: ({ ordinal, toOrgan, sentBy }: Row) => `${ordinal} ${toOrgan} ${sentBy}`,
  },
  notices: {
    table: notices,
    rows: ({ events }: Then) => {
      const of = (type: string, id: unknown) =>
        events.some((one) => one.type === type && one.data.noticeId === id);
      return events
        .filter(({ type }) => type === 'SupervisionNoticeIssued')
        .map(({ data: { noticeId: id, colour } }) => {
          const status = of('SupervisionNoticeAnswered', id) ? 'answered' : 'issued';
          return `${id} ${colour} ${of('SupervisionNoticeLifted', id) ? 'lifted' : status}`;
        });
    },
    told: ({ notice, colour, status }: Row) => `${notice} ${colour} ${status}`,
  },
  assignments: {
    table: assignments,
    rows: ({ state }: Then) =>
      isEnded(clue, state.state) ? [] : [...new Set([...state.officers, ...state.team])],
    told: ({ officer }: Row) => officer,
  },
  suspensions: {
    from: ['verifying', 'verifying+suspended', 'verifying+asked', 'verifying+extended'],
    table: suspensions,
    rows: ({ events }: Then) =>
      events.flatMap((stop, index) => {
        if (stop.type !== 'ClockSuspended') return [];
        const code = stop.data.obligation;
        const resumed = events
          .slice(index)
          .find(({ type, data }) => type === 'ClockResumed' && data.obligation === code);
        const clock = clocksAt(events).find(
          (one) =>
            one.code === code &&
            one.startedAt <= stop.effectiveAt &&
            (one.endedAt ?? '~') >= stop.effectiveAt,
        );
        const ends = [resumed?.effectiveAt, clock?.endedAt].flatMap((at) => at ?? []).sort();
        return [`${clock?.key} ${stop.data.ground} ${stop.effectiveAt} ${ends[0] ?? 'stands'}`];
      }),
    told: ({ obligation, ground, stoppedAt, untilAt }: Row) =>
      `${obligation} ${ground} ${stoppedAt} ${untilAt ?? 'stands'}`,
  },
};

function latest(instants: readonly string[]): string {
  return instants.reduce((a, b) => (a > b ? a : b));
}

function clocksAt(events: readonly Effective[]) {
  const places = () => ({ calendar: calendarOf('CN'), zone: ZONE });
  return obligations({ events, rules: CN2.obligations, places });
}

/** As known at K by the table: what it says once the events recorded until then are there, at T. */
function toldBy(
  table: Parameters<typeof rowsOf>[0],
  events: readonly Event[],
  { asOf, knownAt }: Asked,
) {
  const known = events.filter(({ recordedAt }) => recordedAt <= knownAt);
  const spells = rowsOf(table, known, { references: REFERENCES }) as readonly Spell<Row>[]; // temporal ones are asked alone
  return spells
    .filter(({ happenedFrom, happenedTo }) => happenedFrom <= asOf && asOf < (happenedTo ?? '~'))
    .map(({ row }) => row);
}

interface Asked {
  readonly asOf: string;
  readonly knownAt: string;
}

/** At some event or a little later, known as of some event: mostly of the last ones. */
function askedOf(events: readonly Event[], [t, k, shift]: readonly number[]): Asked {
  const [then, known] = [t, k].map((back) => events[events.length - 1 - (back % events.length)]);
  const asOf = new Date(Date.parse(then.happenedAt.at) + shift * 3_600_000).toISOString();
  return { asOf, knownAt: known.recordedAt };
}

/** From any situation, or from those in which there is something to tell. */
function walksFrom(some: readonly string[] = Object.keys(WHOLE.lawful.situations)) {
  const { lawful } = WHOLE;
  const situations = Object.fromEntries(some.map((name) => [name, lawful.situations[name]]));
  return walksIn({ ...WHOLE, lawful: { ...lawful, situations } });
}

describe('what a table says of any moment, as known at any other', () => {
  it.each(Object.entries(ORACLES))('%s is what the events say', (name, oracle) => {
    const { table, rows, told } = oracle;
    let found = 0;
    fc.assert(
      fc.property(
        walksFrom('from' in oracle ? oracle.from : undefined),
        fc.array(fc.tuple(fc.nat(7), fc.nat(7), fc.nat(2)), { minLength: 8, maxLength: 8 }),
        (walk, moments) => {
          const { events } = walked(WHOLE, walk);
          if (events.length === 0) return;
          for (const moment of moments) {
            const asked = askedOf(events, moment);
            const then = { events: inEffect(events, asked), state: stateOf(clue, events, asked) };
            const expected = then.events.length === 0 ? [] : rows(then).map(String).sort();
            found += expected.length;
            expect(toldBy(table, events, asked).map(told).map(String).sort()).toEqual(expected);
          }
        },
      ),
      { numRuns: 60, seed: 20211031 },
    );
    expect([name, found > 20]).toEqual([name, true]);
  });
});
