import type { Event } from '@cluetrail/event-sourcing';
import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { receivedReport } from '../testing/told-report.js';
import { idOfClue, upTo } from '../testing/told.js';
import { search } from './search.js';

const texts: { readonly [place: string]: string } = {
  'ClueDiscovered data.summary': '套取资金',
  'ClueTransferred data.note': 'urgent',
};

/** The keys are there: what is sealed can be read. */
const unseal = ({ type }: Event, path: string) => texts[`${type} ${path}`];

/** With a report of this level, which alone says something. */
const beside = (level: string) =>
  given(...upTo('ClueTransferred'))
    .beside(receivedReport({ level }))
    .project(search, ({ type }, path) =>
      path === 'data.text' && type === 'ReportReceived' ? 'a ledger' : undefined,
    );

behaviour('a clue is found', {
  'by the words of its texts, Chinese ones by characters and pairs': given(
    ...upTo('ClueTransferred'),
  )
    .project(search, unseal)
    .rows([{ clue: idOfClue, words: '套 取 资 金 套取 取资 资金 urgent' }]),
  'by Latin words however they are accented': given(...upTo('ClueTransferred'))
    .project(search, ({ type }, path) =>
      path === 'data.note' && type === 'ClueTransferred' ? 'Émile ZOLA' : undefined,
    )
    .rows([{ clue: idOfClue, words: 'emile zola' }]),
  'by the words of a report that it comes from': beside('L1').rows([
    { clue: idOfClue, words: 'a ledger' },
  ]),
  'by none of a report that is more secret than the clue': beside('L2').rows([]),
  'by nothing once its key is destroyed': given(...upTo('ClueTransferred'))
    .project(search, () => undefined)
    .rows([]),
});
