import { inEffect, type Effective } from '@cluetrail/event-sourcing';
import { calendarOf, obligations } from '@cluetrail/deadlines';
import type { Invariants } from './invariants.js';
import { CN2, ZONE } from './office.js';

/** What the clocks of the whole procedure never do, whatever happens to a clue. */
export const OF_CLOCKS: Invariants = {
  'no transfer that comes to nothing frees of what was signed for before it': (events) => {
    const told = inEffect(events);
    const place = (eventId: string | null) => told.findIndex((one) => one.eventId === eventId);
    const places = () => ({ calendar: calendarOf('CN'), zone: ZONE });
    return obligations({ events: told, rules: CN2.obligations, places })
      .filter(
        ({ code, endEventId }) => code === 'assigned' && cameToNothing(told[place(endEventId)]),
      )
      .find(({ startEventId, endEventId }) =>
        told
          .slice(place(startEventId), place(endEventId))
          .some(({ type }) => type === 'TransferAccepted'),
      )?.key;
  },
};

const cameToNothing = (ending: Effective | undefined) => NOTHING.includes(ending?.type ?? '');

const NOTHING = ['TransferRefused', 'TransferRecalled'];
