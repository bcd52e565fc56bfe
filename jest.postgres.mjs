import base from './jest.config.mjs';

/** What the product does, once more with its log and its read models on PostgreSQL: `npm run journeys:postgres`. */
export default {
  ...base,
  globalSetup: '<rootDir>/test/support/on-postgres.mjs',
  globalTeardown: '<rootDir>/test/support/off-postgres.mjs',
  testMatch: ['<rootDir>/test/journeys/**/*.spec.ts', '<rootDir>/apps/api/src/queries/*.spec.ts'],
  // Which way SQLite goes.
  testPathIgnorePatterns: [...base.testPathIgnorePatterns, 'plans[.]spec[.]ts$'],
};
