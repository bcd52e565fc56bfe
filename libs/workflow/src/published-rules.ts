import type { ObligationRule } from '@cluetrail/deadlines';

/** What the rules of two versions of a procedure are compared by. */
export interface Published {
  readonly workflows: {
    readonly [kind: string]: {
      readonly [command: string]: { readonly at: string };
    };
  };
  readonly ranks?: { readonly tiers: { readonly [rank: string]: string } };
  readonly fourEyes: readonly (readonly [string, string])[];
  readonly obligations: readonly ObligationRule[];
}
