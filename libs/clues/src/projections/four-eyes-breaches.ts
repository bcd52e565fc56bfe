import { derived, idOf, type Effective } from '@cluetrail/event-sourcing';
import { knownClue } from './known.js';

export type BreachRow = {
  readonly clue: string;
  readonly first: string;
  readonly second: string;
  readonly person: string;
  readonly firstAt: string;
  readonly secondAt: string;
  readonly imported: number;
};

/** Pairs that one person may not both do. The first of each act counts: repeats do not heal it. */
const PAIRS = [
  ['registration-confirmed', 'checked'],
  ['DisposalProposed', 'DisposalApproved'],
  ['VerificationReportSubmitted', 'VerificationConcluded'],
] as const;

/** Where one person did both acts of a pair: found in imported history, refused in our own. */
export const fourEyesBreaches = derived<BreachRow>({
  name: 'four_eyes_breaches',
  version: 1,
  columns: {
    clue: 'text',
    first: 'text',
    second: 'text',
    person: 'text',
    firstAt: 'text',
    secondAt: 'text',
    imported: 'integer',
  },
  indexes: [['clue']],
  of(matter, references) {
    const events = knownClue(matter, references)?.events ?? [];
    return PAIRS.flatMap(([first, second]) => breach(events, first, second));
  },
});

/** How many clues hold both acts of a pair, breached or not: the other number of the sentence. */
export function holdsBoth(
  events: readonly Effective[],
  [first, second]: readonly [string, string],
): boolean {
  return (
    events.some((event) => actOf(event) === first) &&
    events.some((event) => actOf(event) === second)
  );
}

function breach(events: readonly Effective[], first: string, second: string): BreachRow[] {
  const one = events.find((event) => actOf(event) === first);
  const other = events.find((event) => actOf(event) === second);
  if (!one || !other || personOf(one) !== personOf(other)) return [];
  return [
    {
      clue: idOf(one.stream),
      first,
      second,
      person: personOf(one),
      firstAt: one.effectiveAt,
      secondAt: other.effectiveAt,
      imported: one.imported ? 1 : 0,
    },
  ];
}

/** An imported activity goes by its kind, everything else by its type. */
function actOf({ type, data }: Effective): string {
  return type === 'ActivityImported' ? String(data.kind ?? '') : type;
}

function personOf({ type, data, actor }: Effective): string {
  return type === 'ActivityImported' ? String(data.by) : actor.personId;
}
