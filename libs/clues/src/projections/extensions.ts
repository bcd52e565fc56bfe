import { derived, idOf, type Effective } from '@cluetrail/event-sourcing';
import { obligations, type Obligation } from '@cluetrail/deadlines';
import { foldedClue, knownClue, placesIn } from './known.js';

export type ExtensionRow = {
  readonly clue: string;
  /** Of the requests on this clue. */
  readonly request: number;
  /** Code of the obligation. */
  readonly obligation: string;
  /** 2 = the second extension of that clock. */
  readonly ordinal: number;
  readonly askedAt: string;
  readonly askedBy: string;
  /** Responsible when it was asked for. */
  readonly unit: string;
  /** The due that it was to move; null where the clock stood still. */
  readonly due: string | null;
  /** asked · granted · refused · lapsed: unanswered when what was owed was done, or was owed no more. */
  readonly outcome: string;
  readonly answeredAt: string | null;
  readonly approver: string | null;
  readonly approverRole: string | null;
  readonly approverOrgan: string | null;
  /** Granted: by so much, as `1M`. */
  readonly length: string | null;
  /** Refused: why. */
  readonly ground: string | null;
};

/** Every extension that was asked for: by whom, of which unit, and who answered. */
export const extensions = derived<ExtensionRow>({
  name: 'extensions',
  version: 1,
  columns: {
    clue: 'text',
    request: 'integer',
    obligation: 'text',
    ordinal: 'integer',
    askedAt: 'text',
    askedBy: 'text',
    unit: 'text',
    due: 'text?',
    outcome: 'text',
    answeredAt: 'text?',
    approver: 'text?',
    approverRole: 'text?',
    approverOrgan: 'text?',
    length: 'text?',
    ground: 'text?',
  },
  indexes: [['clue'], ['askedAt', 'clue'], ['askedBy'], ['approver']],
  of(matter, references) {
    const requests = (foldedClue(matter)?.events ?? []).reduce<Request[]>(next, []);
    const known = requests.length === 0 ? undefined : knownClue(matter, references);
    if (!known) return [];
    const { all, procedure } = known;
    const places = placesIn(references, procedure.zone);
    const clocksAt = (asOf?: string) =>
      obligations({ events: all, rules: procedure.obligations, places, asOf });
    const now = clocksAt();
    return requests.map(({ row, isOpen }) => {
      const then = running(clocksAt(row.askedAt), row.obligation);
      if (!isOpen) return { ...row, due: then?.due ?? null };
      const clock = now.find(({ key }) => key === then?.key);
      const isOver = clock === undefined || clock.endedAt !== null;
      return { ...row, due: clock?.due ?? null, outcome: isOver ? 'lapsed' : 'asked' };
    });
  },
});

/** As it is put, and whether an answer to it may still come. */
interface Request {
  readonly row: ExtensionRow;
  readonly isOpen: boolean;
}

function next(requests: Request[], event: Effective): Request[] {
  const { type, data, effectiveAt, actor } = event;
  if (type === 'ExtensionRequested')
    return [...requests, { row: asked(event, requests.length + 1), isOpen: true }];
  if (type !== 'ExtensionGranted' && type !== 'ExtensionRefused') return requests;
  const waits = requests.findLast(
    ({ row, isOpen }) => isOpen && row.obligation === data.obligation,
  );
  const granted = type === 'ExtensionGranted';
  const answer = {
    outcome: granted ? 'granted' : 'refused',
    answeredAt: effectiveAt,
    approver: actor.personId,
    approverRole: actor.role,
    approverOrgan: actor.organId ?? null,
    length: granted ? textOf(data.by) : null,
    ground: granted ? null : textOf(data.ground),
  };
  return requests.map((one) =>
    one === waits ? { row: { ...one.row, ...answer }, isOpen: false } : one,
  );
}

function asked(
  { stream, data, effectiveAt, actor, organ }: Effective,
  request: number,
): ExtensionRow {
  return {
    clue: idOf(stream),
    request,
    obligation: String(data.obligation),
    ordinal: Number(data.ordinal),
    askedAt: effectiveAt,
    askedBy: actor.personId,
    unit: organ ?? '',
    ...{ due: null, outcome: 'asked', answeredAt: null },
    ...{ approver: null, approverRole: null, approverOrgan: null, length: null, ground: null },
  };
}

function running(clocks: readonly Obligation[], code: string): Obligation | undefined {
  return clocks.findLast(
    (one) => one.code === code && (one.state === 'open' || one.state === 'suspended'),
  );
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
