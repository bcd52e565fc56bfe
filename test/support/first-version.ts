import { shippedProcedures } from '@cluetrail/clues';

/** The first version of every shipped procedure: what is written by hand about clocks and steps is written about these. */
export const FIRST_VERSION = shippedProcedures().filter(({ version }) => version === 1);
