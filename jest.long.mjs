import { OFTEN, suite, WHOLLY_LONG } from './jest.config.mjs';

process.env['CLUETRAIL_LONG'] = '1';

/** As often as the proofs ask, and what is too long for `npm test`: `npm run long`. */
export default suite({ match: [...OFTEN, ...WHOLLY_LONG], ignore: [] });
