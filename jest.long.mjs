import base, { OFTEN, WHOLLY_LONG } from './jest.config.mjs';

process.env['CLUETRAIL_LONG'] = '1';

/** As often as the proofs ask, and what is too long for `npm test`: `npm run long`. */
export default {
  ...base,
  testMatch: [...OFTEN, ...WHOLLY_LONG].map((file) => `<rootDir>/${file}`),
  testPathIgnorePatterns: ['<rootDir>/node_modules'],
};
