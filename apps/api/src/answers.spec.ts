import type { Answer } from '@cluetrail/nest';
import { doneOf } from './answers.js';
import type { Opaque } from './opaque.js';

const receipts = {} as Opaque; // nothing was recorded: there is none to be sealed

describe('a command that was not recorded', () => {
  it.each([
    [{ outcome: 'unavailable', cause: 'the queue is full' }, 503, 'unavailable', '1'],
    [{ outcome: 'unavailable', cause: 'disk full', full: true }, 507, 'store-full', '10'],
  ] as [Answer, number, string, string][])(
    '%j says so by its number, its name and when to try again',
    (answer, status, code, seconds) => {
      expect(() => doneOf(answer, receipts)).toThrow(
        expect.objectContaining({ status, code, headers: { 'retry-after': seconds } }),
      );
    },
  );
});
