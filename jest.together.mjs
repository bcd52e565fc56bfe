import { globSync } from 'node:fs';
import { ALL, ELSEWHERE, ignored, suite, TOGETHER } from './jest.config.mjs';

/**
 * Specs that load what they try once for all of them, since loading it takes longer than most of them: globs by the file
 * of test/together that runs them. `npm run unit -- PATH` runs any spec alone.
 */
const BATCHES = {
  'libs-clue': ['libs/clues/src/clue/*'],
  'libs-clues': [
    'libs/clues/src/*',
    'libs/clues/src/{case,demo,import,import/ledger,person,processes,report,words}/*',
  ],
  'libs-engine': [
    'libs/{deadlines,event-sourcing,workflow}/**/*',
    'libs/access/src/{directory,personal,policy}/*',
  ],
  'libs-projections': ['libs/clues/src/projections/*'],
  'libs-stores-log': ['libs/stores/src/{*,shared/*,sqlite-log/*}'],
  'libs-stores-read': ['libs/stores/src/read-db/*'],
  'api-a-c': ['apps/api/src/[a-c]*'],
  'api-d-o': ['apps/api/src/[d-o]*'],
  'api-p-z': ['apps/api/src/{[p-z]*,import/*}'],
  'api-queries': ['apps/api/src/queries/*'],
  cli: ['apps/cli/src/*'],
  'golden-oracles': ['test/{golden,oracles}/*'],
  'journeys-a-b': ['test/journeys/[a-b]*'],
  'journeys-c-o': ['test/journeys/[c-o]*'],
  'journeys-p-z': ['test/journeys/{p*,sea*,ser*,t*,w*,y*}'],
};

/** Below the root, in order. */
export function specsOf(batch) {
  return BATCHES[batch]
    .flatMap((glob) =>
      globSync(`${glob}.spec.ts`, { cwd: import.meta.dirname, exclude: ELSEWHERE }),
    )
    .sort();
}

const batches = Object.keys(BATCHES);

/** What `npm test` runs: each spec once, many of them together. */
export default suite({
  match: [...batches.map((batch) => `${TOGETHER}${batch}.spec.ts`), ...ALL],
  ignore: ignored([...ELSEWHERE, ...batches.flatMap(specsOf)]),
});
