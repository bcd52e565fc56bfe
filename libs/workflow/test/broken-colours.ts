import type { Broken } from './broken-procedures.js';

/** The most urgent colour is shown: one of these never would be. */
export const BROKEN_COLOURS: readonly Broken[] = [
  {
    says: 'a colour that comes before a less urgent one',
    change: ['{ red: 9W }', '{ yellow: 10W, red: 9W }'],
    ...{ line: 27, path: 'obligations.answer.alerts.red' },
    ...{ expected: 'no earlier than yellow: 10W', found: '9W' },
  },
  {
    says: 'one that does so however the days fall',
    change: ['{ red: 9W }', '{ blue: 3M, red: 80d }'],
    ...{ line: 27, path: 'obligations.answer.alerts.red' },
    ...{ expected: 'no earlier than blue: 3M', found: '80d' },
  },
];
