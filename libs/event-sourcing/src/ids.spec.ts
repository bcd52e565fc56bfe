import fc from 'fast-check';
import {
  COMMAND_NAMESPACE,
  type CommandIdentity,
  commandIdOf,
  derivedId,
  eventIdOf,
  followUpIdOf,
} from './ids.js';

const hold: CommandIdentity = { personId: 'p1', key: 'k1', command: 'hold', target: 'clue-1' };

// Fixed for ever, computed by another implementation of RFC 9562: a log holds such ids, retries must find them.
describe('ids', () => {
  it('stand in a namespace that never changes', () => {
    expect(COMMAND_NAMESPACE).toBe('0d6f7b52-5c0f-5e3b-9a58-5a1f3a2d7c11');
  });

  it.each([
    [hold, '83bf3169-cb40-54dd-80ea-393930168d5e'],
    [{ ...hold, key: 'k2' }, 'c3059da9-fa4e-5832-859c-49bde4a28e7a'],
    [
      { personId: '陈', key: 'k1', command: 'discover', target: 'clue' },
      'f906dce7-e52a-53c3-88fa-fc3e89e6c7ec',
    ],
  ])('of commands follow from person, key, command and target: %j', (identity, id) => {
    expect(commandIdOf(identity)).toBe(id);
  });

  it('of events follow from the command and their place in it', () => {
    const command = commandIdOf(hold);
    expect(eventIdOf(command, 0)).toBe('faa775e4-125f-5394-bd81-cffb36938287');
    expect(eventIdOf(command, 1)).toBe('2a9463b7-67f4-5c02-be47-f7eda582f59c');
  });

  it('of what a process manager does follow from the event that it answers and the step', () => {
    const answered = 'cf69f98c-cfcf-5a0d-a38e-69632c2bfe6e';
    expect(followUpIdOf(answered, 'remind')).toBe('8404e3f3-275d-5dad-a87e-575b54334d11');
    expect(followUpIdOf(answered, 'escalate')).toBe('b1d89e66-9a76-5c60-ab75-8e90320f2270');
  });

  it('of streams that a command opens follow from its id', () => {
    const command = '20b80660-6414-5310-831e-6fc75097d77c';
    expect(derivedId(command, 'clue')).toBe('37658d41-748b-5169-9f1c-d3c1ec3d0609');
    expect(derivedId(command, 'row', 7, null)).toBe('0be58dd9-2a49-5004-8f4d-1e63b5f3b06f');
  });

  it('are the same for the same command and differ when any part of it differs', () => {
    const word = fc.string({ unit: 'grapheme', maxLength: 8 });
    const identity = fc.record({ personId: word, key: word, command: word, target: word });
    fc.assert(
      fc.property(identity, identity, (a, b) => {
        expect(commandIdOf({ ...a })).toBe(commandIdOf(a));
        expect(commandIdOf(a) === commandIdOf(b)).toBe(
          a.personId === b.personId &&
            a.key === b.key &&
            a.command === b.command &&
            a.target === b.target,
        );
      }),
    );
  });

  it('cannot be confused by moving a letter from one part to the next', () => {
    const one = commandIdOf({ ...hold, personId: 'p1', key: '","k' });
    const other = commandIdOf({ ...hold, personId: 'p1","', key: 'k' });
    expect(one).not.toBe(other);
  });

  it('do not say whose command it was: the same key of another person is another command', () => {
    expect(commandIdOf({ ...hold, personId: 'p2' })).not.toBe(commandIdOf(hold));
  });
});
