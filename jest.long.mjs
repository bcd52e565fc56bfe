import { LONG, MORE, OFTEN, suite } from './jest.config.mjs';

process.env['CLUETRAIL_LONG'] = '1';

/** As often as the proofs ask, and what takes longest: `npm run long`. */
export default suite({ match: [...OFTEN, ...MORE, ...LONG], ignore: [] });
