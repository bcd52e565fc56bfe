import type { Event, HappenedAt, Json, Refusal } from '@cluetrail/event-sourcing';
import type { ObligationRule } from '@cluetrail/deadlines';
import type { ItsClocks } from './its-clocks.js';
import type { Published } from './published-rules.js';

export interface Words {
  readonly en: string;
  readonly zh: string;
}

/**
 * At which organ the actor must hold office: the responsible one; the one that a transfer waits for; one above the
 * responsible one; the responsible one or one above; the nearest one above both sides of a dispute; the responsible one,
 * or the nearest above it, that is high enough for the ranks of the people whom it is about, and none of whom decides
 * there himself.
 */
export const AT = [
  'responsible',
  'receiver',
  'above',
  'responsible-or-above',
  'common-superior',
  'by-rank',
] as const;
export type At = (typeof AT)[number];

/** Who does something, and for whom. */
export interface Doer {
  readonly personId: string;
  /** Whose office it is, where it was lent to him. */
  readonly onBehalfOf?: string;
}

/** Who acts, with those who count as one with him now, since one of the two has lent the other an office. */
export interface Acting extends Doer {
  readonly asOneWith?: readonly string[];
}

/** The role of automatic actors. */
export const SYSTEM = 'system';

/** The office in which a person acts. Automatic actors have the role {@link SYSTEM} and no organ. */
export interface Capacity extends Acting {
  readonly role: string;
  readonly organId?: string;
  /** The only commands for which the office was lent; absent = all. */
  readonly commands?: readonly string[];
  /** He holds it, and acts in it only when he is back. */
  readonly onLeave?: true;
}

/** What the machine itself knows of every instance, whatever its kind. */
export interface Standing {
  /** `none` before the opening event. */
  readonly state: string;
  /** The organ that is responsible now. */
  readonly organ: string;
  readonly level: string;
  readonly procedure: { readonly name: string; readonly version: number };
  /** Who gave each command last. */
  readonly acts: { readonly [command: string]: string };
  /** On whose behalf that was, where it was not in an office of one's own. */
  readonly actsFor: { readonly [command: string]: string };
  /** Who else gave each command: here before, or where it came from. Neither giving it again nor a merger heals four eyes. */
  readonly actsBefore?: { readonly [command: string]: readonly Doer[] };
  /** Commands given since the state changed last, sorted: what a step may ask to have been done before it. */
  readonly done: readonly string[];
  /** When each command was given last. */
  readonly actsAt: { readonly [command: string]: HappenedAt };
  /** When the state, or the responsible organ, changed last. */
  readonly lastChange?: HappenedAt;
}

/** What a rule may ask besides state and input. History is computed only when asked. */
export interface Circumstances extends ItsClocks {
  readonly who: Capacity;
  readonly happenedAt: HappenedAt;
  /** RFC 3339 UTC, 3 decimals. */
  readonly now: string;
  /** Whether a reason is given beside the input; what it says is personal, and binds no rule. */
  readonly saysWhy?: boolean;
  /** The procedure that the instance is pinned to, or opened under. */
  readonly procedure: Standing['procedure'];
  /** The limits of that procedure. */
  readonly rules: readonly ObligationRule[];
  /** The roles that the procedure lets give a command of this kind, or of another one; none where it does not provide for it. */
  rolesFor(command: string, kind?: string): readonly string[];
  /** From which states it lets give one; none where it does not provide for it. */
  statesFor(command: string, kind?: string): readonly string[];
  /** The commands that nobody may give who gives this one: four eyes of the procedure. */
  apartFrom(command: string): readonly string[];
  /** Whether what left the one event comes after what left the other: its row says so, or the procedure. */
  comesAfter(one: Event, other: Event): boolean;
  /** Whether what left the event may as well stand in this state: it belongs to none. */
  isOfAny(event: Event, state: string): boolean;
  /** The ranks that the procedure knows; undefined where it asks for none. */
  readonly ranks?: readonly string[];
  /** Whether an organ is high enough for people of this rank. */
  decidesOn(organId: string, rank: string): boolean;
  history(): readonly Event[];
  /** The stream of the instance itself. */
  readonly self: string;
  /**
   * Another instance as it stands now, from those that the row `reads`; undefined where there is none, or where the
   * actor may not see it.
   */
  other(stream: string): (object & Standing) | undefined;
  /**
   * The same whether or not the actor may see it, also of those by which the kind bars: what he may not see binds him, too. A refusal says nothing of it but its
   * code, and no event what it holds.
   */
  known(stream: string): (object & Standing) | undefined;
  /** The organs above one, nearest first. */
  above(organId: string): readonly string[];
  /** The organ that handles its matters now: itself, unless it was merged. States name heirs already, events do not. */
  heir(organId: string): string;
  /** Whether an organ is of this tier, or of a higher one. */
  reaches(organId: string, tier: string): boolean;
  /** The procedure that another instance is pinned to. */
  published(pinned: Standing['procedure']): Published | undefined;
  /** The procedures under which an organ opens matters; undefined = any. */
  proceduresOf(organId: string): readonly string[] | undefined;
  /** Whether the organisation has this organ. */
  knowsOrgan(organId: string): boolean;
  /** Whether a person that the row's `people` names is registered. */
  knowsPerson(personId: string): boolean;
  /** Whether a person holds any office at an organ now. */
  worksAt(personId: string, organId: string): boolean;
  /** Whether a person holds an office of one of these roles at an organ now; `level`: one in which he may read that. */
  holdsOffice(
    personId: string,
    office: { roles: readonly string[]; organId: string; level?: string },
  ): boolean;
  /** Whether a person of this organ may read there what is of this level. */
  isCleared(personId: string, at: { organId: string; level: string }): boolean;
  /** Whether anybody holds an office of one of these roles at an organ now, may read there what is of this level, and fits. */
  someoneReads(
    office: { roles: readonly string[]; organId: string; level: string },
    fits?: (personId: string) => boolean,
  ): boolean;
  /** Who counts as one with a person now, since one of the two has lent the other an office. */
  asOneWith(personId: string): readonly string[];
  /** Whether the giver would still read of the instance at this level; of one that he opens, whether he is cleared. */
  mayRead(level: string): boolean;
  /** An id that is the same at every retry of this command. */
  derivedId(name: string): string;
}

/** What a row may ask about where it says whether somebody waits for it. */
export type Around = Pick<
  Circumstances,
  | 'self'
  | 'known'
  | 'worksAt'
  | 'holdsOffice'
  | 'isCleared'
  | 'rolesFor'
  | 'statesFor'
  | keyof ItsClocks
>;

/** A stable code whose sentence stands in the words file, or that with what the sentence needs; anything falsy = no objection. */
export type Objection = string | Refusal | false | undefined;

/** All states, or, by a field of what the event says, those for each of its values. */
export type Leads =
  | readonly string[]
  | { readonly field: string; readonly cases: { readonly [value: string]: readonly string[] } };

export type Says = { readonly [field: string]: readonly (string | boolean)[] };

export type InputClass<I extends object> = new () => I;

/**
 * One row of the transition table. Who may take it, from which states and with what limit stands in the procedure.
 * @typeParam S the instance's state · @typeParam I the input class
 */
export interface Transition<S = object, I extends object = object> {
  readonly title: Words;
  readonly input: InputClass<I>;
  readonly event: string;
  readonly schemaVersion?: number;
  /**
   * Commands that this one answers without a state between them: it happened no earlier than they did, or than all that
   * was done.
   */
  readonly after?: readonly string[] | 'everything';
  /** Of several that this command left, it answers the one that names the same in this field, and came no earlier than that. */
  readonly answers?: { readonly command: string; readonly field: string };
  /**
   * It belongs to no state: told late, it may be told of the time before later changes of state, where the procedure lets
   * it in each of the states since, at the same organ and level.
   */
  readonly regardless?: true;
  /** Where its data says `left: none`: it comes after all that these commands left, since only then nothing was left. */
  readonly completes?: readonly string[];
  /** Where this field of its data says so, it adds to what these complete: it comes after what said `left: none`. */
  readonly adds?: { readonly to: readonly string[]; readonly where: string };
  /** Of what one person gives twice the later counts: it comes after the earlier. */
  readonly renewed?: true;
  /**
   * Commands of its kind that a procedure with this one, which `requires` these fields, has too; of a list within the list,
   * one of them. Without them nobody could ever give it, or what it asks for would wait for ever.
   */
  together?(requires: readonly string[]): readonly (string | readonly string[])[];
  /**
   * It speaks of what is yet to be told, which happened before it: it says neither where the instance is nor at which
   * level, and counts among no acts.
   */
  readonly aside?: true;
  /** It opens an instance: `only` = it is given to none that stands already. Absent = it opens none. */
  readonly opens?: 'only' | 'too';
  /** States from which no procedure lets it: something would be left behind that nobody ends. */
  readonly never?: readonly string[];
  /** States into which it may lead. Absent = any: whatever a state presupposes is there. */
  readonly into?: Leads;
  /** Places at which it may be given. Absent = any. */
  readonly places?: readonly At[];
  /** What it leaves goes on in another instance: here, it is no way on to an end. */
  readonly goesOnElsewhere?: true;
  /** It may be given, and nobody waits for it, wherever it leads. */
  readonly optional?: true;
  /** Whether somebody waits for it, though it may lead nowhere. Absent = see `isAwaited`. */
  awaited?(state: S & Standing, around: Around): boolean;
  /**
   * Where that which it opens comes from: its ids follow from this alone, whoever brings it in, so that it comes in
   * once; and its event is flagged as imported.
   */
  origin?(input: I): readonly Json[];
  /** People, known to have offices or not, whom the input names: they are looked up before it is decided. */
  people?(input: I): readonly string[];
  /** Streams of other instances that the rules of this row ask about; by `known` also of those that these name. */
  reads?(input: I, state: S & Standing, known: Circumstances['known']): readonly string[];
  /** An objection that can be known before any input: `open()` shows it beside the command. */
  blocked?(state: S & Standing, circumstances: Circumstances): Objection;
  /** An objection to this very input. */
  unless?(state: S & Standing, input: I, circumstances: Circumstances): Objection;
  /**
   * Fields that the data has beside those of the input, so that a procedure may speak of them; each with all values that it
   * may take, where they can be told beforehand.
   */
  readonly says?: Says;
  /** The event's data, if it is not the input itself. */
  data?(state: S & Standing, input: I, circumstances: Circumstances): object;
  /** The responsible organ after this event, where it changes. */
  organ?(state: S & Standing, input: I, circumstances: Circumstances): string;
  level?(state: S & Standing, input: I): string;
  /** `data` is what `data()` made; for plain rows that is the input. */
  evolve(state: S & Standing, data: I, event: Event): S & Standing;
}

/** A table's row as plain data once its input type has done its work. */
export type AnyTransition<S = object> = Transition<S, never>;

export function transition<S>() {
  return <I extends object>(row: Transition<S, I>): Transition<S, I> => row;
}
