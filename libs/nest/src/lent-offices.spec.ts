import type { Draft } from '@cluetrail/event-sourcing';
import { command, draftOf, openTown, streamOf } from '../test/town.js';
import type { Answer } from './answers.js';

let town: Awaited<ReturnType<typeof openTown>>;
beforeEach(async () => {
  town = await openTown();
});

/** As an act of the organisation would record it. */
async function record(stream: string, type: string, data: Draft['data']): Promise<void> {
  const { length } = await town.events(stream);
  await town.store.append(stream, length, [draftOf(stream, type, data)]);
  await town.references.refresh([stream]);
}

async function asked(): Promise<string> {
  const answer = await town.engine.give(command('ann', 'apply', { area: 40 }));
  return answer.outcome === 'done' ? answer.receipts[0].stream : '';
}

const GRANT = { outcome: 'grant', reason: 'it harms nobody' };
const decide = (personId: string, stream: string, dryRun?: true) =>
  town.engine.give({
    ...command(personId, 'decide', GRANT, { stream, expectedVersion: 1 }),
    dryRun,
  });
const codeOf = (answer: Answer) =>
  answer.outcome === 'refused' ? answer.refusal.code : answer.outcome;
const lend = (more: Draft['data'] = {}) =>
  record('appointment-joe-leader', 'DelegationGranted', {
    ...{ delegationId: 'd', personId: 'ann', from: '2021-10-01', to: '2021-10-31', ...more },
  });

describe('a delegate', () => {
  it('acts in the other’s office, and the event says on whose behalf', async () => {
    const stream = await asked();
    expect(codeOf(await decide('ann', stream))).toBe('wrong-role');
    await lend();
    expect(codeOf(await decide('ann', stream))).toBe('done');
    expect((await town.events(stream)).at(-1)).toMatchObject({
      type: 'PermitDecided',
      actor: { personId: 'ann', role: 'leader', organId: 'town' },
      onBehalfOf: 'joe',
    });
  });

  it('leaves no trace of anybody else where he acts in his own', async () => {
    await lend();
    const [event] = await town.events(await asked());
    expect(event).not.toHaveProperty('onBehalfOf');
    expect(event.actor).toEqual({ personId: 'ann', role: 'intake', organId: 'town' });
  });

  it('may give the commands alone for which the office was lent', async () => {
    const stream = await asked();
    await lend({ commands: ['measure'] });
    expect(codeOf(await decide('ann', stream))).toBe('wrong-role');
    const open = await town.engine.openCommands('permit', stream, 'ann');
    expect(open?.filter(({ refused }) => !refused).map((one) => one.command)).toEqual(['measure']);
  });
});

describe('a person on leave', () => {
  it('reads, and gives no command', async () => {
    const stream = await asked();
    await record('person-joe', 'PersonRegistered', {});
    await record('person-joe', 'LeaveRecorded', { from: '2021-10-01', to: '2021-10-31' });
    expect(codeOf(await decide('joe', stream))).toBe('on-leave');
    expect(await town.engine.openCommands('permit', stream, 'joe')).toHaveLength(3);
    town.clock.micros = Date.parse('2021-11-01T00:00:00.000Z') * 1000;
    expect(codeOf(await decide('joe', stream))).toBe('done');
  });
});

describe('what a merged organ had to handle', () => {
  it('is handled by the people of its heir, in whose name the next event stands', async () => {
    const stream = await asked();
    expect(codeOf(await decide('vera', stream))).toBe('hidden');
    await record('organ-town', 'OrganMerged', { into: 'village' });
    expect(codeOf(await decide('joe', stream))).toBe('hidden');
    expect(codeOf(await decide('vera', stream))).toBe('done');
    expect((await town.events(stream)).map(({ organ }) => organ)).toEqual(['town', 'village']);
  });
});

describe('a dry run', () => {
  it('answers as the command would, and appends nothing', async () => {
    const stream = await asked();
    expect(codeOf(await decide('ann', stream, true))).toBe('wrong-role');
    expect(await decide('joe', stream, true)).toEqual({
      ...{ outcome: 'done', receipts: [], repeated: false },
    });
    expect(await town.events(stream)).toHaveLength(1);
  });
});

describe('an office that does not see a matter', () => {
  /** As supervisor he sees it; taking requests he is cleared for less. */
  async function tim(): Promise<void> {
    for (const [role, clearance] of [
      ['supervisor', 'L2'],
      ['intake', 'L1'],
    ])
      await record(`appointment-tim-${role}`, 'AppointmentMade', {
        ...{ personId: 'tim', organId: 'town', role, clearance, from: '2020-01-01' },
      });
  }
  const REASON = {
    code: 'office-sees-not',
    detail: { expected: ['intake', 'leader'], found: ['intake'] },
  };

  it('gives no command on it through what another office shows, and is told as the reason', async () => {
    const stream = await asked();
    await tim();
    const on = { stream, expectedVersion: 1 };
    expect(await town.engine.give(command('tim', 'measure', { area: 30 }, on))).toEqual({
      ...{ outcome: 'refused', refusal: REASON },
    });
    const open = await town.engine.openCommands('permit', stream, 'tim');
    expect(open?.find((one) => one.command === 'measure')?.refused).toEqual(REASON);
    expect(codeOf(await decide('tim', stream))).toBe('wrong-role');
  });

  it('opens another all the same', async () => {
    await tim();
    const stream = streamOf(await town.engine.give(command('tim', 'apply', { area: 40 })));
    expect((await town.events(stream)).map(({ actor }) => actor.role)).toEqual(['intake']);
  });
});
