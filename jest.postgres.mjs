import { suite } from './jest.config.mjs';

/** What the product does, once more with its log and its read models on PostgreSQL: `npm run journeys:postgres`. */
export default {
  ...suite({
    match: ['test/journeys/**/*.spec.ts', 'apps/api/src/queries/*.spec.ts'],
    // Which way SQLite goes, and what is about stores, or directories without one, by name.
    ignore: ['plans[.]spec[.]ts$', 'log-copy', 'loss-and-backup', 'beginning', 'tutorial'],
    testTimeout: 240_000,
  }),
  globalSetup: '<rootDir>/test/support/on-postgres.mjs',
  globalTeardown: '<rootDir>/test/support/off-postgres.mjs',
};
