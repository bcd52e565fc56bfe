import { derived, kindOf } from '@cluetrail/event-sourcing';
import { pathIn } from './known.js';

/** Left by the server where it refuses somebody a command for who he is. */
export const COMMAND_REFUSED = 'CommandRefused';

export type RefusedCommandRow = {
  /** clue, case, report … */
  readonly kind: string;
  /** Of what it was asked; empty where it was to be opened. */
  readonly id: string;
  readonly command: string;
  /** Why: the code of the refusal; `not-visible` = he was told that there is no such thing. */
  readonly code: string;
  readonly person: string;
  readonly event: string;
  readonly refusedAt: string;
  /** Where it stood then, for the rights of who lists it. */
  readonly organPath: string;
  readonly receiverPath: string | null;
  readonly level: string;
  readonly assigned: string;
  readonly excluded: string;
};

/** Who was refused what: no right to it, four eyes, recusal. */
export const refusedCommands = derived<RefusedCommandRow>({
  name: 'refused_commands',
  version: 1,
  columns: {
    kind: 'text',
    id: 'text',
    command: 'text',
    code: 'text',
    person: 'text',
    event: 'text',
    refusedAt: 'text',
    organPath: 'text',
    receiverPath: 'text?',
    level: 'text',
    assigned: 'text',
    excluded: 'text',
  },
  indexes: [['refusedAt', 'event'], ['id']],
  of({ stream, events }, references) {
    if (kindOf(stream) !== 'access') return [];
    return events
      .filter(({ type }) => type === COMMAND_REFUSED)
      .map(({ eventId, data, actor, happenedAt, organ = '', level = 'L1' }) => ({
        kind: String(data.kind),
        id: typeof data.id === 'string' ? data.id : '',
        command: String(data.command),
        code: String(data.code),
        person: actor.personId,
        event: eventId,
        refusedAt: happenedAt.at,
        organPath: pathIn(references, organ),
        receiverPath: null,
        level,
        ...{ assigned: '', excluded: '' },
      }));
  },
});
