import { idOf, type Event } from '@cluetrail/event-sourcing';
import { stateOf, type Workflow } from '@cluetrail/workflow';
import { clue as clueWork } from '../src/clue/clue.js';
import type { ClueSplit, GoneInto, InheritedDue } from '../src/clue/joined.js';
import { clueCalled, type House } from '../src/testing/house.js';
import { ANONYMOUS, LATE, NAMED } from '../src/testing/neighbours.js';

const clue: Workflow = clueWork as unknown as Workflow; // told by its states alone

/** Three matters, each with people and a report of its own. */
export const MATTERS = [
  { stream: clueCalled('a'), subjects: ['zhao', 'qian'], report: NAMED },
  { stream: clueCalled('b'), subjects: ['sun', 'zhou'], report: ANONYMOUS },
  { stream: clueCalled('c'), subjects: ['wu', 'zheng'], report: LATE },
];

/** What is lost, or left undone, when nothing follows any more. */
export function leftBehind(house: House): readonly string[] {
  return [...lost(house), ...stopped(house), ...late(house), ...house.stuck];
}

function lost(house: House): string[] {
  const carried = house.clues().filter((stream) => carriers(house, stream)[0] === stream);
  const subjects = carried.flatMap((stream) => house.clue(stream).subjects);
  const reports = carried.flatMap((stream) =>
    house.clue(stream).reports.map((one) => one.reportId),
  );
  return MATTERS.flatMap(({ subjects: people, report }) => [
    ...people.filter((one) => !subjects.includes(one)).map((one) => `${one} is lost`),
    ...(reports.includes(report) ? [] : [`${report} is lost`]),
  ]);
}

/**
 * What ran of a clue and runs nowhere. Taken in, something of the clue that goes on is due no later, as soon as that
 * owes anything; given back, it is due as before.
 */
function stopped(house: House): string[] {
  return house.clues().flatMap((stream) => {
    const events = house.events(stream);
    const clocks = house.clocks(stream);
    return events.flatMap(({ type, version, eventId, data, happenedAt: { at } }) => {
      if (type === 'ClueGivenBack') {
        const then = dues(house, stream, Date.parse(at));
        return inherited(leaving(events.slice(0, version)))
          .filter((one) => then.get(one.code) !== one.at)
          .map(({ code }) => `${code} stopped when it was given back`);
      }
      if (type !== 'ClueMergedIn' || data.survivor !== undefined) return [];
      const came = inherited(leaving(house.events(`clue-${String(data.clueId)}`)));
      const [earliest] = came.toSorted((a, b) => (a.at < b.at ? -1 : 1));
      if (earliest === undefined) return [];
      const owed = clocks.filter(
        ({ code, endedAt }) => code !== 'sign' && !(endedAt && endedAt <= at),
      );
      const held = owed.some(
        ({ due, steps }) =>
          (due !== null && due <= earliest.at) ||
          steps.some((one) => 'eventId' in one && one.eventId === eventId),
      );
      return owed.length === 0 || held ? [] : [`${earliest.code} runs nowhere`];
    });
  });
}

/** What comes is taken in by nobody who would not handle it. */
function late(house: House): string[] {
  return house.clues().flatMap((stream) => {
    const events = house.events(stream);
    return events
      .filter(({ type, data }) => type === 'ClueMergedIn' && data.survivor === undefined)
      .map(({ version }) => stateOf(clue, events.slice(0, version - 1)).state)
      .filter((state) => clue.states[state].ended)
      .map((state) => `a clue that is ${state} takes in`);
  });
}

/** Who goes on with a clue: itself, its parts, the clue that it went into. */
export function carriers(
  house: House,
  stream: string,
  seen: readonly string[] = [],
): readonly string[] {
  if (seen.includes(stream)) return [];
  const { state, survivor } = house.clue(stream);
  const on = (clueId: string) => carriers(house, `clue-${clueId}`, [...seen, stream]);
  if (state === 'splitParent') {
    const splits = house.events(stream).filter(({ type }) => type === 'ClueSplit');
    const data = splits.map((event) => event.data as unknown as ClueSplit); // its type says so
    return data.flatMap(({ children }) => children.flatMap(({ clueId }) => on(clueId)));
  }
  return (state === 'mergedAway' || state === 'duplicate') && survivor
    ? on(takerOf(house, idOf(stream), survivor))
    : [stream];
}

/** Of what was split meanwhile, one part takes in what comes. */
function takerOf(house: House, clueId: string, survivor: string): string {
  const came = house
    .events(`clue-${survivor}`)
    .findLast(({ type, data }) => type === 'ClueMergedIn' && data.clueId === clueId);
  const next = came?.data.survivor;
  return typeof next === 'string' ? takerOf(house, clueId, next) : survivor;
}

/** Of what runs; signing for a transfer is owed anew with each. */
export function dues(house: House, stream: string, now: number): ReadonlyMap<string, string> {
  const clocks = house.clocks(stream, new Date(now).toISOString());
  return new Map(
    clocks.flatMap(({ code, state, due }) =>
      state === 'open' && due !== null && code !== 'sign' ? [[code, due] as const] : [],
    ),
  );
}

/** The last act by which it went into another, with the dues that ran then. */
function leaving(events: readonly Event[]): Event | undefined {
  return events.findLast(({ type }) => ['ClueMergedAway', 'ClueMarkedDuplicate'].includes(type));
}

function inherited(gone: Event | undefined): readonly InheritedDue[] {
  return gone ? (gone.data as unknown as GoneInto).inherits : []; // its type says the shape
}
