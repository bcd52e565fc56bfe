import { idOf, temporal } from '@cluetrail/event-sourcing';
import { foldedClue } from './known.js';
import { type Moment, spellsOf } from './spells-of.js';

export type NoticeRow = {
  readonly clue: string;
  readonly notice: string;
  /** blue · yellow · red */
  readonly colour: string;
  /** The obligation that gave cause to it. */
  readonly obligation: string | null;
  /** issued · answered · lifted · lapsed: the clue went up sealed. */
  readonly status: string;
  readonly issuedAt: string;
  readonly issuedBy: string;
  readonly issuedFrom: string;
  readonly answeredAt: string | null;
  readonly answeredBy: string | null;
  readonly liftedAt: string | null;
  readonly liftedBy: string | null;
};

/** 督办通知: every supervision notice and what has become of it, over both axes. */
export const notices = temporal<NoticeRow>({
  name: 'notices',
  version: 2,
  columns: {
    clue: 'text',
    notice: 'text',
    colour: 'text',
    obligation: 'text?',
    status: 'text',
    issuedAt: 'text',
    issuedBy: 'text',
    issuedFrom: 'text',
    answeredAt: 'text?',
    answeredBy: 'text?',
    liftedAt: 'text?',
    liftedBy: 'text?',
  },
  indexes: [['clue'], ['issuedAt', 'clue']],
  of: (matter) => spellsOf<NoticeRow>(foldedClue(matter)?.events ?? [], next),
});

function next(rows: readonly NoticeRow[], { event, from }: Moment): readonly NoticeRow[] {
  const { type, stream, data, actor } = event;
  const become = (change: Partial<NoticeRow>) =>
    rows.map((row) => (row.notice === data.noticeId ? { ...row, ...change } : row));
  switch (type) {
    case 'SupervisionNoticeIssued':
      return [
        ...rows,
        {
          clue: idOf(stream),
          notice: String(data.noticeId),
          colour: String(data.colour),
          obligation: typeof data.obligation === 'string' ? data.obligation : null,
          status: 'issued',
          issuedAt: from,
          issuedBy: actor.personId,
          issuedFrom: actor.organId ?? '',
          ...{ answeredAt: null, answeredBy: null, liftedAt: null, liftedBy: null },
        },
      ];
    case 'SupervisionNoticeAnswered':
      return become({ status: 'answered', answeredAt: from, answeredBy: actor.personId });
    case 'SupervisionNoticeLifted':
      return become({ status: 'lifted', liftedAt: from, liftedBy: actor.personId });
    case 'ClueReferredUpSealed':
      return rows.map((row) => (row.status === 'lifted' ? row : { ...row, status: 'lapsed' }));
    default:
      return rows;
  }
}
