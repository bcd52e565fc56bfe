import { attaching } from './processes/attaching.js';
import { investigation } from './processes/investigation.js';
import { numbering } from './processes/numbering.js';
import { splitting } from './processes/splitting.js';

/** Every process manager of clue work. */
export const PROCESSES = [investigation, splitting, attaching, numbering] as const;
