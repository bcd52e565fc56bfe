const swc = {
  swcrc: false, sourceMaps: 'inline', isModule: true, module: { type: 'es6' },
  jsc: {
    target: 'es2022', keepClassNames: true, parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
};

export default {
  testEnvironment: 'node',
  rootDir: '.',
  testMatch: ['<rootDir>/{apps,libs,test}/**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: { '^@cluetrail/([^/]+)$': '<rootDir>/libs/$1/src/index.ts', '^(\\.{1,2}/.*)\\.js$': '$1' },
  setupFiles: ['<rootDir>/test/support/jest-preload.mjs'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  // Minutes long: `npm run guides`.
  testPathIgnorePatterns: ['<rootDir>/node_modules', '<rootDir>/test/house/adding.spec.ts'],
  testTimeout: 60_000,
  // Jest itself would leave one of two cores idle; a worker that has grown large is begun anew.
  maxWorkers: '100%',
  workerIdleMemoryLimit: '900MB',
};
