import type { Effective } from '@cluetrail/event-sourcing';
import { stateOf } from '@cluetrail/workflow';
import { clue, goesOnIn } from '@cluetrail/clues';
import { clueAt, seenClue, type ToldClue } from './told-clue.js';
import { unseenClues } from './other-clues.js';
import { type ToldEvent, toldHistory } from './told-history.js';
import type { Asker } from './read-model.js';
import { type Heir, since } from './went-on.js';

/** So many of the clues in which one goes on are told, the nearest first. */
const HEIRS = 100;

export interface ToldMatter {
  readonly items: readonly ToldEvent[];
  /** In how many more it goes on, whether or not they may be seen. */
  readonly untold?: number;
}

/**
 * The history of a clue with what came before it: of the clue that it was split off from up to the split, and of those
 * that came in (merged, or the same once more) up to when they did; of each with its own origins, its case and its
 * reports. And with what came of it where it went: of its parts, and of the clue that took it in from then on. What the
 * person may not see tells nothing.
 */
export async function toldMatter(
  reading: Asker,
  told: ToldClue,
  heirs = HEIRS,
): Promise<ToldMatter> {
  const history = async (one: ToldClue) =>
    toldHistory(reading, { ...one, unseen: await unseenClues(reading, one.known) });
  const tellings = [await history(told)];
  const seen = new Set([told.id]);
  const origins = originsOf(told.id, told.known);
  for (const { id, joined } of origins) {
    if (seen.has(id)) continue;
    seen.add(id);
    const origin = await seenClue(reading, id);
    if (!origin) continue;
    const at = clueAt(reading, origin, told.axes);
    const known = before(at.known, joined);
    tellings.push(await history({ ...at, known }));
    origins.push(...originsOf(id, known));
  }
  const { after, untold } = await heirsOf(reading, told, heirs);
  for (const one of after) tellings.push(await history(one));
  return { items: inOneOrder(tellings), ...(untold > 0 && { untold }) };
}

/** The clues in which it goes on, each with what is told of it; one that may not be seen leads no further. */
async function heirsOf(reading: Asker, told: ToldClue, most: number) {
  const after: ToldClue[] = [];
  const left = next(told);
  const seen = new Set<string>();
  while (left.length > 0 && after.length < most) {
    const [heir] = left.splice(0, 1);
    const { id, came } = heir;
    if (id === told.id || seen.has(`${id} ${came}`)) continue;
    seen.add(`${id} ${came}`);
    const found = await seenClue(reading, id);
    if (!found) continue;
    const at = clueAt(reading, found, told.axes);
    const { known, passedTo } = since(at.known, heir);
    if (known.length === 0) continue;
    after.push({ ...at, known });
    left.push(...(passedTo ? [passedTo] : next(at)));
  }
  return { after, untold: new Set(left.map(({ id }) => id)).size };
}

function next({ id, events, axes }: ToldClue): Heir[] {
  return goesOnIn(stateOf(clue, events, axes)).map((one) => ({ id: one, came: id }));
}

/** A clue that this one comes from, and what says so. */
interface Origin {
  readonly id: string;
  readonly joined: { readonly at: string; readonly to: string };
}

function originsOf(to: string, known: readonly Effective[]): Origin[] {
  return known.flatMap(({ type, stream, data, effectiveAt: at }) => {
    if (stream !== `clue-${to}`) return [];
    if (type === 'ClueSplitOff') return [{ id: String(data['parent']), joined: { at, to } }];
    // With a survivor it only passed through, or was given back.
    if (type === 'ClueMergedIn' && data['survivor'] === undefined)
      return [{ id: String(data['clueId']), joined: { at, to } }];
    return [];
  });
}

const JOINING = ['ClueSplit', 'ClueMergedAway', 'ClueMarkedDuplicate'];

/** Up to the act by which it went on elsewhere; where that is told otherwise by now, up to the time of it. */
function before(known: readonly Effective[], { at }: Origin['joined']): readonly Effective[] {
  const last = known.findLastIndex(
    ({ type, effectiveAt }) => JOINING.includes(type) && effectiveAt <= at,
  );
  return last < 0 ? known.filter(({ effectiveAt }) => effectiveAt <= at) : known.slice(0, last + 1);
}

/**
 * By the time from which each counts, none before what its own telling has before it; each event once: a report that
 * went on with a part of the matter is told as of the part, with the rights on that.
 */
function inOneOrder(tellings: readonly (readonly ToldEvent[])[]): ToldEvent[] {
  const nearest = new Map(
    tellings.toReversed().flatMap((all) => all.map((one) => [one.eventId, one])),
  );
  const left = tellings.map((events) => [...events]);
  const told = new Set<ToldEvent>();
  for (;;) {
    const heads = left.filter(({ length }) => length > 0);
    if (heads.length === 0) return [...told];
    const next = heads.reduce((a, b) => (comesFirst(b[0], a[0]) ? b : a));
    const [event] = next.splice(0, 1);
    told.add(nearest.get(event.eventId) ?? event);
  }
}

function comesFirst(a: ToldEvent, b: ToldEvent): boolean {
  return a.effectiveAt === b.effectiveAt
    ? a.recordedAt < b.recordedAt
    : a.effectiveAt < b.effectiveAt;
}
