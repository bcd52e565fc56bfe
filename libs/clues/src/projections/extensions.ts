import { derived, idOf, type Effective } from '@cluetrail/event-sourcing';
import { obligations, type Obligation } from '@cluetrail/deadlines';
import { knownClue, placesIn } from './known.js';

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

/** Every extension that was asked for, of the clue's clocks and its reports': by whom, of which unit, and who answered. */
export const extensions = derived<ExtensionRow>({
  name: 'extensions',
  version: 4,
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
    const isAsked = [matter, ...matter.linked].some(({ events }) =>
      events.some(({ type }) => type === 'ExtensionRequested'),
    );
    const known = isAsked ? knownClue(matter, references) : undefined;
    if (!known) return [];
    const { all, procedure } = known;
    const requests = all.reduce<Request[]>(next, []);
    const places = placesIn(references, procedure.zone);
    const clocksAt = (asOf?: string) =>
      obligations({ events: all, rules: procedure.obligations, places, asOf });
    const now = clocksAt();
    return requests.map(({ row: told, isOpen }) => {
      const row = { ...told, clue: idOf(matter.stream) };
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
  readonly row: Omit<ExtensionRow, 'clue'>;
  readonly isOpen: boolean;
  /** Whose clock it is: the clue's own, or a report's. */
  readonly stream: string;
}

function next(requests: Request[], event: Effective): Request[] {
  const { type, stream, data, effectiveAt, actor } = event;
  if (type === 'ExtensionRequested')
    return [...requests, { row: asked(event, requests.length + 1), isOpen: true, stream }];
  if (type !== 'ExtensionGranted' && type !== 'ExtensionRefused') return requests;
  const waits = requests.findLast(
    (one) => one.isOpen && one.stream === stream && one.row.obligation === data.obligation,
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
    one === waits ? { ...one, row: { ...one.row, ...answer }, isOpen: false } : one,
  );
}

function asked(
  { data, effectiveAt, actor, organ }: Effective,
  request: number,
): Omit<ExtensionRow, 'clue'> {
  return {
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
