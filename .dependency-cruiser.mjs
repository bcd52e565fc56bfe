// The import rules of the house. Each is held by a planted violation in test/house/boundaries.spec.ts.

/** Which libs a lib may see, through their doors. Everything not listed is uphill. */
const downhill = {
  'event-sourcing': [],
  deadlines: ['event-sourcing'],
  ledger: ['event-sourcing'],
  stores: ['event-sourcing'],
  workflow: ['event-sourcing', 'deadlines'],
  access: ['event-sourcing', 'deadlines', 'ledger', 'workflow'],
  clues: ['event-sourcing', 'deadlines', 'ledger', 'workflow', 'access'],
  nest: ['event-sourcing', 'deadlines', 'ledger', 'workflow', 'access'],
};
const pure = '^libs/(event-sourcing|deadlines|ledger|workflow)/';
const spec = '[.]spec[.]tsx?$';
/** What the specs of a lib share. */
const shared = '^libs/[^/]+/test/';

const forbidden = [
  ...Object.entries(downhill).map(([lib, below]) => ({
    name: `${lib}-imports-downhill`,
    comment: `${lib} may see ${below.join(', ') || 'no other lib'}`,
    from: { path: `^libs/${lib}/` },
    to: { path: `^libs/(?!(${[lib, ...below].join('|')})/)` },
  })),
  {
    name: 'known-lib',
    comment: 'a new lib states first what it may see',
    from: { path: `^libs/(?!(${Object.keys(downhill).join('|')})/)` },
    to: {},
  },
  {
    name: 'no-circle',
    from: { pathNot: 'node_modules' },
    to: { circular: true },
  },
  {
    name: 'through-the-door',
    comment:
      'a lib is seen only through src/index.ts; what its specs share, by specs and what they share',
    from: { path: '^(?:libs/([^/]+)|apps/[^/]+|test)/' },
    to: { path: '^libs/(?!$1/)[^/]+/(?!src/index[.]ts$|test/)' },
  },
  {
    name: 'by-its-name',
    comment: 'another lib is imported as @cluetrail/<lib>, not by a path',
    from: { path: '^(?:libs/([^/]+)|apps/[^/]+|test)/' },
    to: { path: '^libs/(?!$1/)[^/]+/src/index[.]ts$', dependencyTypesNot: ['aliased'] },
  },
  {
    name: 'own-door-is-for-others',
    from: { path: '^libs/([^/]+)/' },
    to: { path: '^libs/$1/src/index[.]ts$' },
  },
  {
    name: 'pure-without-nest',
    from: { path: pure, pathNot: spec },
    to: { path: 'node_modules/(@nestjs|rxjs|fastify|kysely|pino)/' },
  },
  {
    name: 'pure-without-node',
    from: { path: pure, pathNot: spec },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'libs-below-apps',
    from: { path: '^libs/' },
    to: { path: '^apps/' },
  },
  {
    name: 'apps-apart',
    comment:
      'cli and worker take the composition of the api, through its door, and what values mean and where a log lies from beside it: they are light',
    from: { path: '^apps/([^/]+)/' },
    to: { path: '^apps/(?!$1/)', pathNot: '^apps/api/src/(index|setting|place)[.]ts$' },
  },
  {
    name: 'api-door-for-cli-and-worker',
    from: { path: '^apps/(?!api/|cli/|worker/)' },
    to: { path: '^apps/api/' },
  },
  {
    name: 'product-without-tests',
    from: { path: '^(apps|libs)/', pathNot: [spec, shared] },
    to: { path: ['^test/', spec, shared] },
  },
  {
    name: 'product-without-dev-packages',
    comment: 'the build must start after npm ci --omit=dev; types vanish at build time',
    from: { path: '^(apps/(?!console/)|libs/)', pathNot: [spec, shared] },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'declared-package',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'resolvable',
    from: {},
    to: { couldNotResolve: true },
  },
];

export default {
  forbidden: forbidden.map((rule) => ({ ...rule, severity: 'error' })),
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
