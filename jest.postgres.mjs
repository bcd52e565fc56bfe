import base from './jest.config.mjs';

/** What the product does, once more with its log and its read models on PostgreSQL: `npm run journeys:postgres`. */
export default {
  ...base,
  globalSetup: '<rootDir>/test/support/on-postgres.mjs',
  globalTeardown: '<rootDir>/test/support/off-postgres.mjs',
  testTimeout: 240_000,
  testMatch: ['<rootDir>/test/journeys/**/*.spec.ts', '<rootDir>/apps/api/src/queries/*.spec.ts'],
  // Which way SQLite goes, and what is about stores by name.
  testPathIgnorePatterns: ['<rootDir>/node_modules', 'plans[.]spec[.]ts$', 'log-copy', 'loss-and-backup'],
};
