import { readdirSync, readFileSync } from 'node:fs';
import { checkProcedure } from './check-procedure.js';

const FOLDER = new URL('../../../libs/clues/procedures/', import.meta.url);
const shipped = (file: string) => readFileSync(new URL(file, FOLDER), 'utf8');
const FIRST = shipped('cn-2019-example.v1.yaml');

function faults(text: string): string {
  try {
    checkProcedure(text, 'own.yaml');
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('a procedure that is checked', () => {
  it.each(readdirSync(FOLDER))('is sound as it is shipped: %s', (file) => {
    expect(faults(shipped(file))).toBe('');
  });

  it('leads from every state to an end', () => {
    const own = FIRST.replace('procedure: cn-2019-example', 'procedure: own');
    expect(faults(own)).toBe('');
    const stuck = own.replace('from: [closing], to: settled', 'from: [verified], to: settled');
    expect(faults(stuck)).toMatch(
      /^own\.yaml:\d+: workflows\.clue\.concludeVerification\.to: expected a way on from closing to an end: .*settled.*, found none$/,
    );
  });

  it('has a name of its own', () => {
    expect(faults(FIRST.replace('Asia/Shanghai', 'Asia/Urumqi'))).toBe(
      'own.yaml:3: procedure: expected another name than that of a shipped procedure, found cn-2019-example',
    );
  });
});
