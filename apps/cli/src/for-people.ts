import { daysBetween, INSTANTS, localDue, localMinute, zonesTold } from './local-time.js';
import { table, terminalWidth } from './table.js';
import { wrapped } from './text-width.js';
import { localDate } from '@cluetrail/event-sourcing';

/** The parts of answers that people look at; machines get all of it with --json. */
interface HistoryItem {
  readonly type: string;
  readonly stream?: string;
  readonly title: { readonly en: string; readonly zh: string };
  readonly happenedAt: { readonly at: string; readonly precision: string; readonly zone: string };
  readonly effectiveAt: string;
  readonly recordedAt: string;
  readonly actor: { readonly personId: string; readonly role: string };
  readonly onBehalfOf?: string;
  readonly change?: { readonly from: string; readonly to: string };
  readonly correctedBy?: readonly string[];
}

interface HistoryAnswer {
  readonly items: readonly HistoryItem[];
  readonly untold?: number;
}

interface DeadlineItem {
  readonly key: string;
  readonly state: string;
  readonly dueOn: string | null;
  readonly overdue: boolean;
  readonly zone: string;
  readonly explanation: { readonly en: readonly string[]; readonly zh: readonly string[] };
}

interface StateAnswer {
  readonly id: string;
  readonly version: number;
  readonly title: { readonly en: string; readonly zh: string };
  readonly organ: string;
  readonly officers: readonly string[];
  readonly obligations: readonly {
    readonly key: string;
    readonly state: string;
    readonly dueOn: string | null;
    readonly overdue: boolean;
  }[];
  readonly commands: readonly {
    readonly command: string;
    readonly title: object;
    readonly refused?: { readonly code: string };
  }[];
}

/** A timeline on both axes, in the zone of each event: what happened when, and when that was written down. */
export function historyForPeople(answer: unknown, width?: number): string {
  const { items, untold } = answer as HistoryAnswer; // our own server's answer
  const zones = items.map(({ happenedAt }) => happenedAt.zone);
  const several = new Set(zones).size > 1;
  const naming = streamNames(items);
  const rows = items.map((item) => ({
    ...happening(item),
    of: naming(item.stream),
    what: item.title ?? item.type,
    by: `${item.actor.personId} (${item.actor.role}${item.onBehalfOf ? ` for ${item.onBehalfOf}` : ''})`,
    state: item.change ? `${item.change.from} → ${item.change.to}` : '',
    note: item.correctedBy ? 'corrected' : '',
    zone: several ? item.happenedAt.zone : '',
  }));
  const more =
    untold === undefined ? '' : `(it goes on in ${untold} more, each with its own history)`;
  return [zonesTold(zones), table(rows, width), more].filter(Boolean).join('\n');
}

/** What an event belongs to, where that is not the clue itself alone: `case`, `report`, `clue 5e3b9a58`. */
function streamNames(items: readonly HistoryItem[]): (stream?: string) => string {
  const streams = new Set(items.flatMap(({ stream }) => stream ?? []));
  const clues = [...streams].filter((one) => one.startsWith('clue-'));
  return (stream = '') => {
    const [kind, ...id] = stream.split('-');
    if (streams.size < 2) return '';
    return kind === 'clue' && clues.length < 2 ? '' : [kind, id.at(0)].join(' ');
  };
}

function happening({ happenedAt: { zone, precision }, effectiveAt, recordedAt }: HistoryItem) {
  const late = daysBetween(effectiveAt, recordedAt, zone);
  return {
    happened: precision === 'day' ? localDate(effectiveAt, zone) : localMinute(effectiveAt, zone),
    recorded: localMinute(recordedAt, zone),
    late: late > 0 ? `${late} d` : '',
  };
}

export function deadlinesForPeople(answer: unknown, width = terminalWidth()): string {
  const { items } = answer as { items: readonly DeadlineItem[] }; // our own server's answer
  return items
    .map(({ key, state, dueOn, overdue, explanation, zone }) =>
      [
        `${key}  ${state}${dueOn ? `, due ${dueOn}` : ''}${overdue ? ', OVERDUE' : ''}`,
        ...[...explanation.en, ...explanation.zh].flatMap((line) =>
          hanging(inZone(line, zone), width),
        ),
      ].join('\n'),
    )
    .join('\n\n');
}

/** Indented; what does not fit stands below it, further in. */
function hanging(text: string, width: number): string[] {
  const lines = wrapped(text, width - 4, Number.POSITIVE_INFINITY);
  return lines.map((line, at) => (at === 0 ? '  ' : '    ') + line);
}

/** A derivation names the zone of its calendar: its instants are told in it. */
function inZone(line: string, zone: string): string {
  return line.replace(INSTANTS, (at) => localDue(at, zone));
}

export function stateForPeople(answer: unknown): string {
  const state = answer as StateAnswer; // our own server's answer
  const clocks = state.obligations.map(({ key, state: is, dueOn, overdue }) => ({
    clock: key,
    state: is,
    due: dueOn,
    overdue: overdue ? 'yes' : '',
  }));
  const commands = state.commands.map(({ command, title, refused }) => ({
    command,
    title,
    'not now, because': refused?.code ?? '',
  }));
  return [
    `${state.id}  version ${state.version}`,
    `${state.title.en} ${state.title.zh}, ${state.organ}, officers: ${state.officers.join(', ') || 'none'}`,
    table(clocks),
    table(commands),
  ].join('\n');
}
