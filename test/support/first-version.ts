import { shippedProcedures } from '@cluetrail/clues';

/** The first version of every shipped procedure: what is written by hand about clocks and steps is written about these. */
export const FIRST_VERSION = shippedProcedures().filter(({ version }) => version === 1);

/** With the second one of the Chinese procedure: what is written by hand about the whole of it. */
export const WHOLE_VERSION = shippedProcedures().filter(({ version }) => version <= 2);

/** With the third one too, by which intake is kept apart and ranks decide. */
export const THREE_VERSIONS = shippedProcedures().filter(({ version }) => version <= 3);
