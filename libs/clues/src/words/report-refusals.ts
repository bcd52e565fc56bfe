import type { Sentence } from './handling-refusals.js';

/** What is refused of reports, numbers and files. */
export const REPORT_REFUSALS: Readonly<Record<string, Sentence>> = {
  'anonymous-reporter': {
    en: 'An anonymous report names nobody who sent it.',
    zh: '匿名检举控告不得登记反映人身份。',
  },
  'content-not-kept': {
    en: 'What belongs to an organ above is sent up unread: neither text nor persons are kept here.',
    zh: '属上级机关受理的件径送上级，不在本级录入内容和人员。',
  },
  'text-needed': { en: 'A report has a text.', zh: '检举控告件须有内容。' },
  'person-not-registered': {
    en: 'There is no person with the id in {field}; register the person first.',
    zh: '{field} 所填人员未登记，请先登记人员。',
  },
  'nobody-to-tell': {
    en: 'Nobody gave a name: there is nobody to tell.',
    zh: '匿名件无须告知。',
  },
  'already-answered': {
    en: 'The reporter was told already, or need not be.',
    zh: '已告知反映人或已登记不告知。',
  },
  'wrong-ground': {
    en: 'An anonymous report is waived as anonymous, a real-name report on another ground.',
    zh: '匿名件以匿名为由不告知，实名件须另有理由。',
  },
  'same-report': { en: 'A report does not repeat itself.', zh: '检举控告件不能与自身重复。' },
  'report-sealed-up': {
    en: 'The report was sent up sealed, or is to be: a clue cannot take it up here.',
    zh: '该件已径送或应径送上级，不得在本级转为线索。',
  },
  'has-number': { en: 'The clue has its number already.', zh: '该线索已有编号。' },
  'received-later': {
    en: 'It cannot have come in after it was sent up.',
    zh: '收件日期不得晚于径送日期。',
  },
};
