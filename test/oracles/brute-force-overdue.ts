import type { Event } from '@cluetrail/event-sourcing';
import { calendarOf } from '@cluetrail/deadlines';

/**
 * Which clocks are overdue at T as known at K, by brute force over exported events: written apart from the engine,
 * knows only the example procedure, counts every day, and reads of the calendar nothing but whether a day is worked.
 */
export function bruteForceOverdue(
  log: readonly Event[],
  { T, K }: { T: string; K: string },
): string[] {
  const known = corrected(log.filter(({ recordedAt }) => recordedAt <= K));
  const regions = new Map(
    known.flatMap(({ stream, data }) =>
      'region' in data ? [[stream, String(data['region'])]] : [],
    ),
  );
  const byClue = Map.groupBy(
    known.filter(({ stream }) => /^(clue|case)-/.test(stream)),
    clueOf,
  );
  return [...byClue].flatMap(([clue, events]) => {
    const opening = events.find(({ type }) => type === 'ClueDiscovered');
    if (!opening || opening.happenedAt.at > T) return [];
    const placed = place(events).filter(({ at }) => at <= T);
    const clocks = run(placed, (organ) => regions.get(`organ-${organ}`) ?? 'none');
    const late = clocks.filter(
      (clock) => clock.open && clock.stopped === undefined && `${clock.due}T15:59:59.999Z` < T,
    );
    return late.map(({ code }) => `${clue} ${code}`);
  });
}

const RULES = [
  {
    code: 'sign',
    start: ['ClueTransferred'],
    end: ['TransferAccepted', 'TransferRefused'],
    days: 5,
    months: 0,
  },
  {
    code: 'dispose',
    start: ['TransferAccepted', 'TransferRefused'],
    end: ['DisposalProposed', 'ClueClosed', 'ClueSettled'],
    days: 0,
    months: 1,
  },
  {
    code: 'verify',
    start: ['VerificationStarted'],
    end: ['VerificationReportSubmitted', 'ClueClosed', 'ClueSettled'],
    days: 0,
    months: 2,
  },
  {
    code: 'invest',
    start: ['CaseFiled'],
    end: ['InvestigationReportSubmitted', 'ClueSettled'],
    days: 0,
    months: 3,
  },
];

interface Clock {
  readonly code: string;
  readonly region: string;
  due: string;
  open: boolean;
  stopped?: string;
}

function run(
  events: readonly { at: string; event: Event }[],
  regionOf: (organ: string) => string,
): Clock[] {
  const clocks: Clock[] = [];
  for (const { at, event } of events) {
    const { type, data, organ = '' } = event;
    const day = localDay(at);
    for (const clock of clocks.filter(({ open }) => open)) {
      const mine = data['obligation'] === clock.code;
      if (type === 'ExtensionGranted' && mine)
        clock.due = worked(plusMonths(clock.due, 1), clock.region);
      if (type === 'ClockSuspended' && mine) clock.stopped = day;
      if (type === 'ClockResumed' && mine && clock.stopped !== undefined) {
        clock.due = worked(
          plusDays(clock.due, (Date.parse(day) - Date.parse(clock.stopped)) / 86_400_000),
          clock.region,
        );
        clock.stopped = undefined;
      }
      if (RULES.find(({ code }) => code === clock.code)?.end.includes(type)) clock.open = false;
    }
    for (const { code, days, months } of RULES.filter((rule) => rule.start.includes(type))) {
      const region = regionOf(code === 'sign' ? String(data['to']) : organ);
      const due =
        days > 0 ? plusWorkingDays(day, days, region) : worked(plusMonths(day, months), region);
      clocks.push({ code, region, due, open: true });
    }
  }
  return clocks;
}

function corrected(events: readonly Event[]): Event[] {
  const made = events.map((event) => ({ ...event }));
  for (const { type, data } of made)
    if (type === 'FactCorrected')
      for (const target of made)
        if (target.eventId === data['targetEventId'] && data['field'] === 'happenedAt')
          Object.assign(target, { happenedAt: data['new'] });
  return made;
}

/** A day alone counts from its beginning, but not before a state change that was recorded earlier for that day. */
function place(events: readonly Event[]): { at: string; event: Event }[] {
  const placed: { at: string; event: Event }[] = [];
  for (const event of events.toSorted((a, b) => a.version - b.version)) {
    const same = placed.filter(
      (one) =>
        one.event.stream === event.stream &&
        one.event.change &&
        localDay(one.at) === localDay(event.happenedAt.at),
    );
    const { at, precision } = event.happenedAt;
    placed.push({
      event,
      at: precision === 'day' ? ([at, ...same.map((one) => one.at)].sort().at(-1) ?? at) : at,
    });
  }
  const order = ({ at, event }: { at: string; event: Event }) =>
    `${event.type === 'ClueDiscovered' ? 0 : 1}${at}${event.recordedAt}${String(event.version).padStart(9, '0')}`;
  return placed.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

function clueOf({ stream, data }: Event): string {
  return stream.startsWith('clue-')
    ? stream.slice(5)
    : (caseOwners.get(stream) ?? remember(stream, data));
}

const caseOwners = new Map<string, string>();
function remember(stream: string, data: Event['data']): string {
  const [owner] = (data['clueIds'] ?? []) as string[]; // the first event of a case names its clues
  caseOwners.set(stream, owner);
  return owner;
}

function localDay(at: string): string {
  return new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);
}

function plusDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

function plusMonths(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last)))
    .toISOString()
    .slice(0, 10);
}

function worked(day: string, region: string): string {
  return calendarOf(region).day(day).working ? day : worked(plusDays(day, 1), region);
}

function plusWorkingDays(day: string, count: number, region: string): string {
  let next = day;
  for (let left = count; left > 0;) {
    next = plusDays(next, 1);
    if (calendarOf(region).day(next).working) left -= 1;
  }
  return next;
}
