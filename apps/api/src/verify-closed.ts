import { type Verification, verifyClosedLog } from '@cluetrail/stores';
import { type AskedPlace, placeOf, shown } from './place.js';

/** A verification as JSON tells it. */
export interface ToldVerification {
  readonly ok: boolean;
  /** Which it was, without a password. */
  readonly store: string;
  readonly events: number;
  readonly firstBad: number | null;
  readonly problems: readonly { readonly position: number; readonly problem: string }[];
}

/** Every damaged place of a log that no server can open, wherever the directory has it. */
export async function verifyClosed(
  directory: string,
  asked: AskedPlace,
): Promise<ToldVerification> {
  const { store } = placeOf(directory, asked);
  return told(await verifyClosedLog(store), shown(store));
}

export function told(
  { events, firstBad, problems }: Verification,
  store: string,
): ToldVerification {
  return {
    ok: problems.length === 0,
    store,
    events,
    firstBad: firstBad === undefined ? null : Number(firstBad),
    problems: problems.map((one) => ({ ...one, position: Number(one.position) })),
  };
}
