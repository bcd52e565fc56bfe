import { MORE, suite } from './jest.config.mjs';

/** What takes longest, in a script of its own that `.ci/run` calls too: `npm run more`. */
export default suite({ match: MORE, ignore: [] });
