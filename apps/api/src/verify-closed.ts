import { type Verification, verifyClosedLog } from '@cluetrail/stores';
import { type AskedPlace, placeOf } from './place.js';

/** Every damaged place of a log that no server can open, wherever the directory has it. */
export function verifyClosed(directory: string, asked: AskedPlace): Promise<Verification> {
  return verifyClosedLog(placeOf(directory, asked).store);
}
