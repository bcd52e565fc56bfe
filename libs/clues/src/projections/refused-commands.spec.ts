import { rowsOf } from '@cluetrail/event-sourcing';
import { REFERENCES } from '../testing/office.js';
import { discovered, idOfClue, stamped, tell } from '../testing/told.js';
import { nine } from '../testing/rows.js';
import { refusedCommands } from './refused-commands.js';

const ACCESS = `access-clue-${idOfClue}`;
const refusal = (data: object) =>
  tell('li', { type: 'CommandRefused', on: '2021-09-10', data: JSON.parse(JSON.stringify(data)) })({
    stream: ACCESS,
  });
const ASKED = { kind: 'clue', command: 'proposeDisposal', code: 'actor-recused' };

describe('the commands that were refused', () => {
  const read = tell('li', { type: 'SensitiveAccessed', on: '2021-09-09', data: {} })({
    stream: ACCESS,
  });

  it('say who asked for what, and why not; what was read is no such thing', () => {
    const events = stamped([read, refusal({ ...ASKED, id: idOfClue })]);
    expect(rowsOf(refusedCommands, events, { references: REFERENCES })).toEqual([
      {
        ...{ ...ASKED, id: idOfClue, person: 'li', refusedAt: nine('2021-09-10') },
        ...{ event: events[1].eventId, organPath: '/bijie/nayong/', level: 'L1' },
        ...{ receiverPath: null, assigned: '', excluded: '' },
      },
    ]);
  });

  it('may be about something that was not there yet', () => {
    const [row] = rowsOf(refusedCommands, stamped([refusal(ASKED)]), { references: REFERENCES });
    expect(row).toMatchObject({ id: '', kind: 'clue' });
  });

  it('stand beside the clue, not on it', () => {
    expect(rowsOf(refusedCommands, stamped([discovered()]), { references: REFERENCES })).toEqual(
      [],
    );
  });
});
