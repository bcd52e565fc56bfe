import { readInput, type InputFault } from './input.js';
import type { InputClass } from './transition.js';

/**
 * What a command finds wrong with this value of one field, as it stands in a procedure: always a text, whatever the field
 * takes; of a list it is the only element.
 */
export function faultOfAllowed(
  input: InputClass<object>,
  field: string,
  text: string,
): InputFault | undefined {
  const faults = readAs(text).map((value) => {
    const read = readInput(input, { [field]: value });
    return 'faults' in read ? read.faults.find(({ path }) => isOf(path, field)) : undefined;
  });
  return faults.includes(undefined) ? undefined : faults[0];
}

function readAs(text: string): readonly unknown[] {
  if (text === 'true' || text === 'false') return [text, [text], text === 'true'];
  return /^-?\d+(\.\d+)?$/.test(text) ? [text, [text], Number(text)] : [text, [text]];
}

function isOf(path: string, field: string): boolean {
  return path.split(/[.[]/)[0] === field;
}
