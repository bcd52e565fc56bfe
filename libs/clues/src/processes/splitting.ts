import { idOf, type Event } from '@cluetrail/event-sourcing';
import type { FollowUp, ProcessManager } from '@cluetrail/workflow';
import type { ClueSplit, GoneInto } from '../clue/joined.js';
import { streamOf } from '../clue/state.js';

/** Opens the clues that another was split into, and tells a survivor what came with a clue that went into it. */
export const splitting: ProcessManager = {
  name: 'splitting',
  on: {
    ClueSplit: openChildren,
    ClueMergedAway: (event) => [tellSurvivor(event, idOf(event.stream))],
    ClueMarkedDuplicate: (event) => [tellSurvivor(event, idOf(event.stream))],
    // Gone itself meanwhile, it passes on what it got; but not to where it came from, or it would go round for ever.
    ClueMergedIn: (event) =>
      event.data.survivor === undefined || event.data.survivor === event.data.clueId
        ? []
        : [tellSurvivor(event, String(event.data.clueId))],
  },
};

function openChildren({ stream, data, organ, level }: Event): FollowUp[] {
  const { children, ...rest } = data as unknown as ClueSplit; // the type name says the shape
  return children.map(({ clueId, subjects, reports }) => ({
    step: `open-${clueId}`,
    kind: 'clue',
    stream: streamOf(clueId),
    command: 'openSplitOff',
    input: { ...{ parent: idOf(stream), subjects, reports, organ, level }, ...rest },
  }));
}

function tellSurvivor({ data }: Event, clueId: string): FollowUp {
  const { survivor, ...rest } = data as unknown as GoneInto; // the type name says the shape
  return {
    step: 'tell-survivor',
    kind: 'clue',
    stream: streamOf(survivor),
    command: 'takeMerged',
    input: { ...rest, clueId },
  };
}
