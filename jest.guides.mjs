import { suite } from './jest.config.mjs';

/** The how-to guides, each applied to a copy of this tree that is then built and tested. */
export default suite({ match: ['test/house/adding.spec.ts'], ignore: [] });
