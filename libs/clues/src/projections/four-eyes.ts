import { derived, idOf, type Effective } from '@cluetrail/event-sourcing';
import { type Doer, isOne } from '@cluetrail/workflow';
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

/** Pairs that one person may not both do. The first of each act counts: repeats do not heal it. */
const PAIRS = [
  ['registration-confirmed', 'checked'],
  ['DisposalProposed', 'DisposalApproved'],
  ['VerificationReportSubmitted', 'VerificationConcluded'],
] as const;

/**
 * Every pair of acts that asks for four eyes, breached or not, so that breaches can be told as a share: found in
 * imported history, refused in our own.
 */
export const fourEyes = derived<FourEyesRow>({
  name: 'four_eyes',
  version: 2,
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
    const events = knownClue(matter, references)?.events ?? [];
    return PAIRS.flatMap(([first, second]) => pairOf(events, first, second));
  },
});

function pairOf(events: readonly Effective[], first: string, second: string): FourEyesRow[] {
  const one = events.find((event) => actOf(event) === first);
  const other = events.find((event) => actOf(event) === second);
  if (!one || !other) return [];
  return [
    {
      clue: idOf(one.stream),
      first,
      second,
      firstBy: doerOf(one).personId,
      secondBy: doerOf(other).personId,
      firstAt: one.effectiveAt,
      secondAt: other.effectiveAt,
      imported: one.imported ? 1 : 0,
      breached: isOne(doerOf(one), doerOf(other)) ? 1 : 0,
    },
  ];
}

function actOf({ type, data }: Effective): string {
  return type === 'ActivityImported' ? String(data.kind ?? '') : type;
}

function doerOf({ type, data, actor, onBehalfOf }: Effective): Doer {
  return type === 'ActivityImported'
    ? { personId: String(data.by) }
    : { personId: actor.personId, onBehalfOf };
}
