import { inEffect } from '@cluetrail/event-sourcing';
import type { Procedure } from '@cluetrail/workflow';
import { calendarOf, obligations } from '@cluetrail/deadlines';
import { CN2, CN3, CN4, CN5, ZONE } from '../testing/office.js';
import { played } from '../testing/played.js';
import { command, type Command } from '../testing/said.js';
import { reply } from '../testing/handled.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import { clue } from './clue.js';

const by = (name: string, input: object, on: string) => command(name, input).by('gao').on(on);
const again = by('concludeTalk', { outcome: 'again' }, '2021-10-08');
const verify = by('concludeTalk', { outcome: 'verify' }, '2021-10-08');
const talk = by('concludeVerification', { outcome: 'talk' }, '2021-11-14');
const sentBack = by('returnDisposal', {}, '2021-09-17').because('two years are missing');

/** What was assigned, once these commands were given. */
function assigned(...commands: readonly Command[]): readonly string[] {
  return clocksUnder(CN2, commands)
    .filter(({ code }) => code === 'assigned')
    .map(({ key, state, dueOn }) => `${key} ${state} ${dueOn}`);
}

/** What runs once these commands were given, with its due; what was assigned runs until all is settled. */
function running(...commands: readonly Command[]): readonly string[] {
  return runningUnder(CN2, commands);
}

function runningUnder(procedure: Procedure, commands: readonly Command[]): readonly string[] {
  return clocksUnder(procedure, commands)
    .filter(({ state, code }) => state === 'open' && code !== 'assigned')
    .map(({ code, dueOn }) => `${code} ${dueOn}`);
}

function clocksUnder(procedure: Procedure, commands: readonly Command[]) {
  const events = inEffect(played({ workflow: clue, procedure }, commands));
  const places = () => ({ calendar: calendarOf('CN'), zone: ZONE });
  return obligations({ events, rules: procedure.obligations, places });
}

describe('a clock runs', () => {
  it('for the proposal and for the decision on it, from the same start', () => {
    expect(running(...SITUATIONS.withUnit)).toEqual(['dispose 2021-10-08', 'approve 2021-10-08']);
  });

  it('for the decision, once the proposal lies with the leader', () => {
    expect(running(...SITUATIONS['disposalPending+deliberated'])).toEqual(['approve 2021-10-08']);
  });

  it('anew for both, where he sent it back', () => {
    expect(running(...SITUATIONS['disposalPending+deliberated'], sentBack)).toEqual([
      'dispose 2021-10-18',
      'approve 2021-10-18',
    ]);
  });

  it('for whatever was approved to begin', () => {
    expect(running(...SITUATIONS['disposalPending+verify'])).toEqual(['carryOut 2021-10-18']);
    expect(running(...SITUATIONS['disposalPending+close'])).toEqual(['carryOut 2021-10-18']);
    expect(running(...SITUATIONS['talkInquiry+heard'], verify)).toEqual(['carryOut 2021-11-08']);
    expect(running(...SITUATIONS.verifying)).toEqual(['verify 2021-11-17']);
  });

  it('for a talk that is to be held again, or follows from the verification', () => {
    expect(running(...SITUATIONS['talkInquiry+heard'], again)).toEqual(['talk 2021-11-08']);
    expect(running(...SITUATIONS.verified, talk)).toEqual(['talk 2021-12-14']);
  });

  it('for each letter, until whom it was sent to has replied', () => {
    const second = command('issueInquiry', { personId: 'qian', letterNo: '9' });
    const letters = [...SITUATIONS.talkInquiry, second.by('li').on('2021-09-27')];
    expect(runningUnder(CN3, letters)).toEqual(['reply 2021-10-14', 'reply 2021-10-22']);
    expect(runningUnder(CN3, [...letters, reply])).toEqual(['reply 2021-10-22', 'talk 2021-11-01']);
    expect(runningUnder(CN3, [...letters, reply, again])).toEqual(['talk 2021-11-08']);
  });

  it('where the verification says to hold it, until it is held', () => {
    expect(running(...SITUATIONS['verified+hold'])).toEqual(['carryOut 2021-12-13']);
    expect(running(...SITUATIONS.held)).toEqual(['hold 2021-10-18']);
  });

  it('for what was approved, no longer than that holds', () => {
    const approved = SITUATIONS['disposalPending+verify'];
    expect(runningUnder(CN4, approved)).toEqual(['carryOut 2021-10-18']);
    const raise = command('raise').because('too close to home').by('ren').on('2021-09-22');
    const anew = ['dispose 2021-10-22', 'approve 2021-10-22'];
    expect(runningUnder(CN4, [...approved, raise])).toEqual(anew);
    expect(runningUnder(CN3, [...approved, raise])).toContain('carryOut 2021-10-18');
  });
});

describe('what was assigned, signed for and sent on', () => {
  const sentOn = (mode: string) => [
    ...SITUATIONS.withUnit,
    by('approveTransfer', { to: 'bijie', mode }, '2021-09-13'),
    command('transfer', { to: 'bijie', direction: 'up' }).by('chen').on('2021-09-14'),
  ];
  const recalled = command('recallTransfer').because('ours').by('chen').on('2021-09-15');
  const refused = command('refuseTransfer').because('not ours').by('bai').on('2021-09-15');
  const untouched = ['assigned#1 open 2021-12-03'];

  it.each(['forward', 'assign'])('is due as before where that (%s) comes to nothing', (mode) => {
    expect(assigned(...sentOn(mode), recalled)).toEqual(untouched);
    expect(assigned(...sentOn(mode), refused)).toEqual(untouched);
    const kept = command('takeBack').by('chen').on('2021-09-16');
    expect(assigned(...sentOn(mode), recalled, kept)).toEqual(untouched);
  });

  it('is owed no more where it is not signed for at all', () => {
    const [cancelled] = assigned(...SITUATIONS.returned);
    expect(cancelled).toContain('assigned#1 cancelled');
  });

  it('until what is to go elsewhere is sent there', () => {
    const sent = SITUATIONS.inTransit;
    const approved = sent.slice(0, -1);
    const allocate = (...commands: readonly Command[]) =>
      clocksUnder(CN5, commands)
        .filter(({ code }) => code === 'allocate')
        .map(({ key, state }) => `${key} ${state}`);
    expect(sent.at(-1)?.asked.name).toBe('transfer');
    expect(allocate(...approved)).toEqual(['allocate#1 met', 'allocate#2 open']);
    expect(allocate(...sent)).toEqual(['allocate#1 met', 'allocate#2 met']);
  });

  it('again for what was refused, where that organ is determined to handle it', () => {
    const determine = (organ: string) =>
      command('determineJurisdiction', { organ }).because('theirs').by('ren').on('2021-09-20');
    const owed = (organ: string) =>
      clocksUnder(CN5, [...SITUATIONS['returned+disputed'], determine(organ)])
        .filter(({ code, state }) => code === 'assigned' && state === 'open')
        .map(({ key, dueOn }) => `${key} ${dueOn}`);
    expect(owed('nayong')).toEqual(['assigned#2 2021-12-20']);
    expect(owed('bijie')).toEqual([]);
  });
});
