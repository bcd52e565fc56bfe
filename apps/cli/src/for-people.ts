import { table } from './table.js';

/** The parts of answers that people look at; machines get all of it with --json. */
interface HistoryItem {
  readonly type: string;
  readonly title: { readonly en: string; readonly zh: string };
  readonly happenedAt: { readonly at: string; readonly precision: string };
  readonly effectiveAt: string;
  readonly recordedAt: string;
  readonly actor: { readonly personId: string; readonly role: string };
  readonly change?: { readonly from: string; readonly to: string };
  readonly correctedBy?: readonly string[];
}

interface DeadlineItem {
  readonly key: string;
  readonly state: string;
  readonly dueOn: string | null;
  readonly overdue: boolean;
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

const DAY = 86_400_000;

/** A timeline on both axes: what happened when, and when that was written down. */
export function historyForPeople(answer: unknown): string {
  const { items } = answer as { items: readonly HistoryItem[] }; // our own server's answer
  return table(
    items.map(
      ({ type, title, happenedAt, effectiveAt, recordedAt, actor, change, correctedBy }) => {
        const late = Math.floor((Date.parse(recordedAt) - Date.parse(effectiveAt)) / DAY);
        return {
          happened: happenedAt.precision === 'day' ? effectiveAt.slice(0, 10) : minute(effectiveAt),
          recorded: minute(recordedAt),
          late: late > 0 ? `${late} d` : '',
          what: title ? `${title.en} ${title.zh}` : type,
          by: `${actor.personId} (${actor.role})`,
          state: change ? `${change.from} → ${change.to}` : '',
          note: correctedBy ? 'corrected' : '',
        };
      },
    ),
  );
}

export function deadlinesForPeople(answer: unknown): string {
  const { items } = answer as { items: readonly DeadlineItem[] }; // our own server's answer
  return items
    .map(({ key, state, dueOn, overdue, explanation }) =>
      [
        `${key}  ${state}${dueOn ? `, due ${dueOn}` : ''}${overdue ? ', OVERDUE' : ''}`,
        ...explanation.en.map((line) => `  ${line}`),
        ...explanation.zh.map((line) => `  ${line}`),
      ].join('\n'),
    )
    .join('\n\n');
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

function minute(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')}Z`;
}
