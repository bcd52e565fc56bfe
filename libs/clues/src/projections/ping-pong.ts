import { derived, idOf } from '@cluetrail/event-sourcing';
import { foldedClue } from './known.js';
import { transfersOf } from './transfers.js';

export type PingPongRow = {
  readonly clue: string;
  /** Transfers that were refused, or that went back to an organ that had handed the clue on before. */
  readonly returned: number;
  readonly transfers: number;
  /** Organs that it went organs: `|id|id|`. */
  readonly organs: string;
  readonly lastReturnedAt: string;
};

/** Clues that come back: how often each was returned. One that never was has no row. */
export const pingPong = derived<PingPongRow>({
  name: 'ping_pong',
  version: 1,
  columns: {
    clue: 'text',
    returned: 'integer',
    transfers: 'integer',
    organs: 'text',
    lastReturnedAt: 'text',
  },
  indexes: [['clue'], ['returned', 'clue']],
  of(matter) {
    const all = transfersOf(foldedClue(matter)?.events ?? []);
    const back = all.filter(
      ({ toOrgan, outcome }, index) =>
        outcome === 'refused' ||
        (outcome === 'accepted' &&
          all
            .slice(0, index)
            .some((one) => one.outcome === 'accepted' && one.fromOrgan === toOrgan)),
    );
    const last = back.at(-1);
    if (!last) return [];
    const organs = new Set(all.flatMap(({ fromOrgan, toOrgan }) => [fromOrgan, toOrgan]));
    return [
      {
        clue: idOf(matter.stream),
        returned: back.length,
        transfers: all.length,
        organs: `|${[...organs].sort().join('|')}|`,
        lastReturnedAt: last.answeredAt ?? last.sentAt,
      },
    ];
  },
});
