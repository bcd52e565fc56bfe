import { derived, idOf, type Effective } from '@cluetrail/event-sourcing';
import { type Doer, isOne } from '@cluetrail/workflow';
import { clue } from '../clue/clue.js';
import { knownClue } from './known.js';

export type FourEyesRow = {
  readonly clue: string;
  /** The two acts: the kind of an imported activity, everything else by its type. */
  readonly first: string;
  readonly second: string;
  readonly firstBy: string;
  readonly secondBy: string;
  readonly firstAt: string;
  readonly secondAt: string;
  readonly imported: number;
  /** 1 = one person did both, or the second in an office that the first had lent, or the other way round. */
  readonly breached: number;
};

/**
 * Every pair of acts that asks for four eyes, breached or not, so that breaches can be told as a share: found in
 * imported history, refused in our own.
 */
export const fourEyes = derived<FourEyesRow>({
  name: 'four_eyes',
  version: 3,
  columns: {
    clue: 'text',
    first: 'text',
    second: 'text',
    firstBy: 'text',
    secondBy: 'text',
    firstAt: 'text',
    secondAt: 'text',
    imported: 'integer',
    breached: 'integer',
  },
  indexes: [['clue'], ['breached', 'secondAt']],
  of(matter, references) {
    const known = knownClue(matter, references);
    if (!known) return [];
    const { events, procedure } = known;
    const own = procedure.fourEyes.map((pair) => pair.map((one) => clue.transitions[one]?.event));
    return [CHECKED_TWICE, ...own].flatMap(([first, second]) =>
      pairOf(actsIn(events, first), actsIn(events, second)),
    );
  },
});

/** What foreign logs tell: of each act the first counts, repeats do not heal it. */
const CHECKED_TWICE = ['registration-confirmed', 'checked'];

/** Two acts of one person, where there are such; else the first of each. */
function pairOf(firsts: readonly Effective[], seconds: readonly Effective[]): FourEyesRow[] {
  const pairs = firsts.flatMap((one) => seconds.map((other) => ({ one, other })));
  const breach = pairs.find(({ one, other }) => isOne(doerOf(one), doerOf(other)));
  const found = breach ?? pairs[0];
  if (!found) return [];
  const { one, other } = found;
  return [
    {
      clue: idOf(one.stream),
      first: actOf(one),
      second: actOf(other),
      firstBy: doerOf(one).personId,
      secondBy: doerOf(other).personId,
      firstAt: one.effectiveAt,
      secondAt: other.effectiveAt,
      imported: one.imported ? 1 : 0,
      breached: breach ? 1 : 0,
    },
  ];
}

function actsIn(events: readonly Effective[], act: string | undefined): readonly Effective[] {
  const found = events.filter((event) => actOf(event) === act);
  return found.slice(0, found[0]?.type === 'ActivityImported' ? 1 : undefined);
}

function actOf({ type, data }: Effective): string {
  return type === 'ActivityImported' ? String(data.kind ?? '') : type;
}

function doerOf({ type, data, actor, onBehalfOf }: Effective): Doer {
  return type === 'ActivityImported'
    ? { personId: String(data.by) }
    : { personId: actor.personId, onBehalfOf };
}
