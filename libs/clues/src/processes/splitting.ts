import { idOf, type Event } from '@cluetrail/event-sourcing';
import type { FollowUp, ProcessManager } from '@cluetrail/workflow';
import type { ClueSplit, GoneInto } from '../clue/joined.js';
import type { MergedIn } from '../clue/merged-in.js';
import { streamOf } from '../clue/state.js';

const TELL = { kind: 'clue', command: 'takeMerged', anywhere: true } as const;
const GIVE_BACK = {
  ...{ kind: 'clue', command: 'giveBack', in: ['mergedAway', 'duplicate'] },
  undoes: ['ClueMergedAway', 'ClueMarkedDuplicate'],
};

/**
 * Opens the clues that another was split into, and tells a survivor what came with a clue that went into it; what is
 * taken in nowhere goes back.
 */
export const splitting: ProcessManager = {
  name: 'splitting',
  gives: {
    ClueSplit: [{ kind: 'clue', command: 'openSplitOff', opens: true }],
    ClueMergedAway: [TELL],
    ClueMarkedDuplicate: [TELL],
    ClueMergedIn: [TELL, GIVE_BACK],
  },
  on: {
    ClueSplit: openChildren,
    ClueMergedAway: (event) => [tellSurvivor(event, idOf(event.stream))],
    ClueMarkedDuplicate: (event) => [tellSurvivor(event, idOf(event.stream))],
    ClueMergedIn: passOn,
  },
};

/** Whom the whole was about handles none of its parts: where he is not a subject himself, he is as one who was recused. */
function openChildren({ stream, data, organ, level }: Event): FollowUp[] {
  const { children, recused, ...rest } = data as unknown as ClueSplit; // the type name says the shape
  const whole = children.flatMap(({ subjects }) => subjects);
  return children.map(({ clueId, subjects, reports }) => ({
    step: `open-${clueId}`,
    kind: 'clue',
    stream: streamOf(clueId),
    command: 'openSplitOff',
    input: {
      ...{ parent: idOf(stream), subjects, reports, organ, level },
      recused: [...new Set([...recused, ...whole.filter((one) => !subjects.includes(one))])],
      ...rest,
    },
  }));
}

function tellSurvivor({ data, level }: Event, clueId: string): FollowUp {
  const { survivor, ...rest } = data as unknown as GoneInto; // the type name says the shape
  return told(survivor, { ...rest, clueId, ...(level !== undefined && { level }) });
}

/** Where it came to has gone too, or is over: on to whoever goes on, or back; never round and round. */
function passOn({ data, stream }: Event): FollowUp[] {
  const merged = data as unknown as MergedIn; // the type name says the shape
  if (!('survivor' in merged)) return [];
  const { clueId, survivor, passes } = merged;
  if (survivor !== clueId) return [told(survivor, { ...passes, clueId })];
  const input = { survivor: idOf(stream) };
  const back = { kind: 'clue', stream: streamOf(clueId), command: 'giveBack', input };
  return [{ step: 'give-back', ...back }];
}

function told(survivor: string, input: object): FollowUp {
  const target = { kind: 'clue', stream: streamOf(survivor), command: 'takeMerged', input };
  return { step: 'tell-survivor', ...target };
}
