import { availableParallelism } from 'node:os';

const swc = {
  swcrc: false,
  sourceMaps: 'inline',
  isModule: true,
  module: { type: 'es6' },
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
};

/** Tried more often by `npm run long`: see test/support/often.ts. */
export const OFTEN = [
  'libs/stores/src/postgres-log/rights.spec.ts',
  'libs/stores/src/read-db/bitemporal.spec.ts',
  'libs/stores/src/read-db/runner.spec.ts',
  'test/contract/*.spec.ts',
  'test/oracles/overdue.spec.ts',
];

/** What takes longest, in a script of its own: `npm run more`. */
export const MORE = [
  'apps/api/src/{check-keys,kept-read-models,on-postgres,read-elsewhere,set-back}.spec.ts',
  'apps/api/src/queries/{plans-on-postgres,register-rights,rights}.spec.ts',
  'libs/stores/src/postgres-log/*.spec.ts',
  'libs/stores/src/read-db/held.spec.ts',
  'test/contract/{copy-log,kurrent,postgres}.spec.ts',
  'test/faults/{kurrent-wire,numbering,postgres-wire,refused-and-damaged}.spec.ts',
  'test/house/build.spec.ts',
  'test/journeys/{command-after-command,crosswise,loss-and-backup}.spec.ts',
  'test/journeys/{demo,hand-over,log-copy,production,take-over-page,tutorial,use-the-api}.spec.ts',
  'test/journeys/desk-{away,causes,irreplaceable,nobody,requests,unsigned}.spec.ts',
];

/** Run by `npm run long` alone. */
export const LONG = [
  'apps/api/src/{emptied-read-models,live-slow-reader,overtaken}.spec.ts',
  'apps/cli/src/run-demo.spec.ts',
  'libs/clues/src/properties-whole.spec.ts',
  'libs/stores/src/read-db/kill.spec.ts',
  'test/bench/bench.spec.ts',
  'test/faults/{cut,flip}.spec.ts',
  'test/oracles/overdue-whole.spec.ts',
];

/** Minutes long: `npm run guides`. */
const GUIDES = 'test/house/adding.spec.ts';

const NEST = 'libs/nest/';
/** Where specs run together: see jest.together.mjs. */
export const TOGETHER = 'test/together/';
const TOGETHER_PLAIN = `${TOGETHER}libs-`;
export const ALL = ['{apps,test}/**/*.spec.ts', 'libs/**/*.spec.ts', `${NEST}**/*.spec.ts`];
/** What `npm test` leaves to other scripts. */
export const ELSEWHERE = [GUIDES, ...MORE, ...LONG];

/** Specs by their globs below the root; those of libs do without Nest, whose loading takes longer than most of them. */
export function suite({
  match = ALL,
  ignore = ignored([...ELSEWHERE, TOGETHER]),
  testTimeout = 120_000,
} = {}) {
  const base = {
    testEnvironment: 'node',
    rootDir: '.',
    extensionsToTreatAsEsm: ['.ts'],
    transform: { '^.+\\.ts$': ['@swc/jest', swc] },
    moduleNameMapper: {
      '^@cluetrail/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
      '^(\\.{1,2}/.*)\\.js$': '$1',
    },
    modulePathIgnorePatterns: ['<rootDir>/dist'],
  };
  const paths = ['/node_modules/', ...ignore];
  const isPlain = (glob) =>
    !glob.startsWith(NEST) && (glob.startsWith('libs/') || glob.startsWith(TOGETHER_PLAIN));
  const projects = [
    {
      ...base,
      setupFiles: ['reflect-metadata'],
      testMatch: rooted(match.filter(isPlain)),
      testPathIgnorePatterns: [...paths, NEST],
    },
    {
      ...base,
      setupFiles: ['<rootDir>/test/support/jest-preload.mjs'],
      testMatch: rooted(match.filter((glob) => !isPlain(glob))),
      testPathIgnorePatterns: [...paths, TOGETHER_PLAIN],
    },
  ];
  return {
    projects: projects.filter(({ testMatch }) => testMatch.length > 0),
    testTimeout,
    // Jest itself would leave one of two cores idle, and many a spec waits for processes that it started.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    // A worker that has grown large is begun anew.
    workerIdleMemoryLimit: '900MB',
  };
}

/** Globs as the patterns that Jest ignores by. */
export function ignored(globs) {
  return globs.map((glob) =>
    glob
      .replaceAll('.', '[.]')
      .replaceAll('*', '[^/]*')
      .replaceAll(/\{(.*)\}/g, (_, names) => `(${names.replaceAll(',', '|')})`),
  );
}

function rooted(globs) {
  return globs.map((glob) => `<rootDir>/${glob}`);
}

export default suite();
