import { idOf, temporal } from '@cluetrail/event-sourcing';
import { foldedClue } from './known.js';
import { spellsOf } from './spells-of.js';

export type UnsignedRow = {
  readonly clue: string;
  /** Of the transfers of this clue. */
  readonly ordinal: number;
  /** The sender: responsible until it is signed for. */
  readonly fromOrgan: string;
  readonly toOrgan: string;
  readonly direction: string;
  readonly sentAt: string;
  readonly sentBy: string;
};

/** Transfers that were sent and are not signed for, over both axes. */
export const unsigned = temporal<UnsignedRow>({
  name: 'unsigned',
  version: 1,
  columns: {
    clue: 'text',
    ordinal: 'integer',
    fromOrgan: 'text',
    toOrgan: 'text',
    direction: 'text',
    sentAt: 'text',
    sentBy: 'text',
  },
  indexes: [['clue'], ['sentAt', 'clue']],
  of(matter) {
    let sent = 0;
    return spellsOf<UnsignedRow>(foldedClue(matter)?.events ?? [], (rows, moment) => {
      const { event, state, from } = moment;
      const { type, data, organ, actor } = event;
      if (type !== 'ClueTransferred') return state.receiver === undefined ? [] : rows;
      sent += 1;
      return [
        {
          clue: idOf(event.stream),
          ordinal: sent,
          fromOrgan: organ ?? '',
          toOrgan: String(data.to),
          direction: String(data.direction),
          sentAt: from,
          sentBy: actor.personId,
        },
      ];
    });
  },
});
