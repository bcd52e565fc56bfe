import { Journey } from './journey.js';
import { GUANGXI, REPORT, settledClue, signed, verifying } from './way.js';

let journey: Journey;
beforeEach(async () => {
  journey = await Journey.begin();
});
afterEach(() => journey.end());

describe('acceptance scenarios', () => {
  it('(1) happy path: found, transferred, verified, investigated and settled, every clock met', async () => {
    const clue = await settledClue(journey, '2021-09-17');
    const own = await journey.events(clue);
    expect(own.map(({ type }) => type)).toEqual([
      'ClueDiscovered',
      'ClueTransferred',
      'TransferAccepted',
      'OfficersAssigned',
      'DisposalProposed',
      'DisposalApproved',
      'VerificationStarted',
      'VerificationReportSigned',
      'VerificationReportSigned',
      'VerificationReportSubmitted',
      'VerificationConcluded',
      'InvestigationStarted',
      'InvestigationConcluded',
      'ClueSettled',
    ]);
    const caseStream = `case-${String(own[11].data.caseId)}`;
    const ofCase = await journey.events(caseStream);
    expect(ofCase.map(({ type, actor }) => [type, actor.personId])).toEqual([
      ['CaseFiled', 'system:investigation'],
      ['InvestigationReportSubmitted', 'li-nayong'],
    ]);
    // What a process does names the event it answers and keeps the chain of the one who began it.
    expect(ofCase[0]).toMatchObject({
      causationId: own[11].eventId,
      correlationId: own[11].correlationId,
    });
    expect(own[12]).toMatchObject({
      causationId: ofCase[1].eventId,
      actor: { personId: 'system:investigation', role: 'system' },
    });
    expect(await journey.obligations(clue, { asOf: '2021-12-31' })).toEqual([
      met('sign', '2021-09-16'),
      met('dispose', '2021-10-11'),
      met('verify', '2021-11-17'),
      met('invest', '2022-02-15'),
    ]);
  });

  it('(2) verification missed by one day across National Day: due on 1 October, so on the 8th', async () => {
    const clue = await verifying(journey, '2021-08-01');
    expect(await journey.obligation(clue, 'verify', { asOf: '2021-10-08' })).toEqual({
      code: 'verify',
      state: 'open',
      dueOn: '2021-10-08',
      daysLate: null,
      overdue: false,
    });
    await signed(journey.at('2021-10-09'), clue);
    await journey.done('li-nayong', 'submitVerificationReport', { stream: clue, input: REPORT });
    const early = await journey.obligation(clue, 'verify', { asOf: '2021-10-09T08:59:00+08:00' });
    expect(early).toMatchObject({ state: 'open', overdue: true });
    expect(await journey.obligation(clue, 'verify', { asOf: '2021-10-09' })).toMatchObject({
      state: 'met',
      dueOn: '2021-10-08',
      daysLate: 1,
    });
  });

  it('(3) the same in Guangxi across the third of the third month: due on 14 April, so on Sunday the 18th, which is worked there', async () => {
    const there = await verifying(journey, '2021-02-14', GUANGXI);
    await signed(journey.at('2021-04-19'), there, GUANGXI);
    const said = { stream: there, input: REPORT };
    await journey.done('li-lingyun', 'submitVerificationReport', said);
    expect(await journey.obligation(there, 'verify', { asOf: '2021-04-18' })).toMatchObject({
      state: 'open',
      dueOn: '2021-04-18',
      overdue: false,
    });
    expect(await journey.obligation(there, 'verify', { asOf: '2021-04-19' })).toMatchObject({
      state: 'met',
      daysLate: 1,
    });
  });

  it('(3) and in Guizhou, where those days are ordinary ones, on the 14th itself', async () => {
    const here = await verifying(journey, '2021-02-14');
    expect(await journey.obligation(here, 'verify', { asOf: '2021-04-15' })).toMatchObject({
      dueOn: '2021-04-14',
      overdue: true,
    });
  });

  it('(4) extension granted before the due, a second one refused', async () => {
    const stream = await verifying(journey, '2021-08-02');
    const about = { stream, input: { obligation: 'verify' } };
    await journey
      .at('2021-09-28')
      .done('li-nayong', 'requestExtension', { ...about, reason: '证人在外' });
    await journey.at('2021-09-30').done('gao-nayong', 'grantExtension', about);
    const extended = { state: 'open', dueOn: '2021-11-08', overdue: false };
    expect(await journey.obligation(stream, 'verify', { asOf: '2021-10-31' })).toMatchObject(
      extended,
    );
    // Nobody had granted it yet on the 29th.
    expect(
      await journey.obligation(stream, 'verify', { asOf: '2021-09-29', knownAt: '2021-09-29' }),
    ).toMatchObject({ state: 'open', dueOn: '2021-10-08' });
    journey.at('2021-11-01');
    expect(
      await journey.refused('li-nayong', 'requestExtension', { ...about, reason: '证人仍在外' }),
    ).toBe('no-further-extension');
  });

  it('(4) an extension that nobody granted in time lapses with the due', async () => {
    const stream = await verifying(journey, '2021-08-02');
    const about = { stream, input: { obligation: 'verify' } };
    await journey
      .at('2021-10-08')
      .done('li-nayong', 'requestExtension', { ...about, reason: '证人在外' });
    journey.at('2021-10-09');
    expect(await journey.refused('gao-nayong', 'grantExtension', about)).toBe('extension-too-late');
  });

  it('(5) suspended for ten days, then resumed: the due moves by ten days, to the working day after them', async () => {
    const stream = await verifying(journey, '2021-09-17');
    const stop = { obligation: 'verify', ground: 'awaiting-other-organ' };
    const said = { stream, input: stop, reason: '等待银行答复' };
    await journey.at('2021-10-11').done('gao-nayong', 'suspendClock', said);
    expect(await journey.obligation(stream, 'verify', { asOf: '2021-10-15' })).toMatchObject({
      state: 'suspended',
      dueOn: null,
      overdue: false,
    });
    const resume = { stream, input: { obligation: 'verify' } };
    await journey.at('2021-10-21').done('gao-nayong', 'resumeClock', resume);
    // 17 November and ten days is Saturday the 27th.
    expect(await journey.obligation(stream, 'verify', { asOf: '2021-11-29' })).toMatchObject({
      state: 'open',
      dueOn: '2021-11-29',
      overdue: false,
    });
    expect(await journey.obligation(stream, 'verify', { asOf: '2021-11-30' })).toMatchObject({
      overdue: true,
    });
  });

  it('(7) late-recorded completion: overdue as known then, in time as known later', async () => {
    const stream = await verifying(journey, '2021-08-29');
    await signed(journey.at('2021-10-27'), stream);
    await journey.at('2021-11-05').done('li-nayong', 'submitVerificationReport', {
      ...{ stream, input: REPORT },
      happenedAt: '2021-10-28T17:00:00+08:00',
    });
    const asked = async (asOf: string, knownAt: string) => {
      const { state, overdue, daysLate } = await journey.obligation(stream, 'verify', {
        asOf,
        knownAt,
      });
      return { state, overdue, daysLate };
    };
    const open = { state: 'open', overdue: false, daysLate: null };
    const inTime = { state: 'met', overdue: false, daysLate: 0 };
    expect(await asked('2021-10-28', '2021-11-01')).toEqual(open);
    expect(await asked('2021-11-01', '2021-11-01')).toEqual({ ...open, overdue: true });
    expect(await asked('2021-10-28', '2021-11-06')).toEqual(inTime);
    expect(await asked('2021-11-01', '2021-11-06')).toEqual(inTime);
  });

  it('(15) projections dropped and rebuilt give byte-identical read models', async () => {
    await settledClue(journey, '2021-02-22');
    await verifying(journey, '2022-01-12', GUANGXI);
    const before = await journey.tables();
    expect(Object.keys(before).length).toBeGreaterThan(8);
    expect(before['clues']).toHaveLength(2);
    await journey.rebuild();
    expect(await journey.tables()).toEqual(before);
    await journey.withoutReadSide();
    expect(await journey.tables()).toEqual(before);
  });
});

function met(code: string, dueOn: string) {
  return { code, state: 'met', dueOn, daysLate: 0, overdue: false };
}
