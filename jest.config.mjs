import { availableParallelism } from 'node:os';

const swc = {
  swcrc: false, sourceMaps: 'inline', isModule: true, module: { type: 'es6' },
  jsc: {
    target: 'es2022', keepClassNames: true, parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
};

/** Tried more often by `npm run long`: see test/support/often.ts. */
export const OFTEN = [
  'libs/stores/src/read-db/bitemporal.spec.ts',
  'libs/stores/src/read-db/kill.spec.ts',
  'test/contract/*.spec.ts',
  'test/faults/flip.spec.ts',
  'test/oracles/overdue.spec.ts',
  'test/oracles/overdue-whole.spec.ts',
];

/** Run by `npm run long` alone: the benchmarks, and pages whose every command is run as it stands. */
export const WHOLLY_LONG = [
  'test/bench/bench.spec.ts',
  'test/journeys/hand-over.spec.ts',
  'test/journeys/production.spec.ts',
  'test/journeys/take-over-page.spec.ts',
  'test/journeys/tutorial.spec.ts',
  'test/journeys/use-the-api.spec.ts',
];

export default {
  testEnvironment: 'node',
  rootDir: '.',
  testMatch: ['<rootDir>/{apps,libs,test}/**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: { '^@cluetrail/([^/]+)$': '<rootDir>/libs/$1/src/index.ts', '^(\\.{1,2}/.*)\\.js$': '$1' },
  setupFiles: ['<rootDir>/test/support/jest-preload.mjs'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  testPathIgnorePatterns: [
    '<rootDir>/node_modules',
    // Minutes long: `npm run guides`.
    '<rootDir>/test/house/adding.spec.ts',
    ...WHOLLY_LONG.map((file) => `<rootDir>/${file}`),
  ],
  testTimeout: 120_000,
  // Jest itself would leave one of two cores idle, and many a spec waits for processes that it started.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  // A worker that has grown large is begun anew.
  workerIdleMemoryLimit: '900MB',
};
