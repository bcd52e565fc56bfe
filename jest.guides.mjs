import base from './jest.config.mjs';

/** The how-to guides, each applied to a copy of this tree that is then built and tested. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/house/adding.spec.ts'],
  testPathIgnorePatterns: [],
};
