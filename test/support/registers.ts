import { handledClue, step } from './handled.js';
import { DISCOVERY, openOffice, type TestOffice } from './organisation.js';

export const TEAM = ['officer-1-nn', 'officer-2-nn'] as const;

/** Clues of 南宁 to which everything has happened that a register tells of. */
export interface RegisteredClues {
  /** Its officer's recusal refused, an interference, an extension nobody answered, a notice lifted. */
  readonly watched: string;
  /** Held on 12 October, to be looked at on 10 November. */
  readonly held: string;
  /** Sent to 青秀 three times, refused twice, waiting since 20 October. */
  readonly sent: string;
  /** Its verification stood still from 14 to 20 October. */
  readonly stopped: string;
  /** Sent to 青秀 on 11 October and signed for there on the 13th. */
  readonly signed: string;
  /** Marked as a duplicate of the one held. */
  readonly repeated: string;
}

/** Between 11 and 20 October 2021; the clock is left at 20 November. */
export async function openRegisters(): Promise<{ office: TestOffice; clues: RegisteredClues }> {
  const office = await openOffice();
  const on = (day: string) => office.clock.set(`${day}T01:00:00.000Z`);
  const take = (clue: string, ...steps: Parameters<typeof step>[2][]) =>
    step(office, clue, ...steps);
  on('2021-10-11');
  const watched = await handledClue(office);
  const held = await handledClue(office);
  const stopped = await handledClue(office);
  const sent = await discovered(office);
  const signed = await discovered(office);
  const repeated = await discovered(office);
  for (const clue of [sent, signed])
    await take(
      clue,
      ['admin-nn', 'checkDuplicates'],
      ['admin-nn', 'classify', { level: 'L2' }],
      ['admin-nn', 'proposeAllocation', FORWARD],
      ['leader-nn', 'approveAllocation', FORWARD],
      ['admin-nn', 'transfer', SENDING],
    );
  on('2021-10-12');
  await take(
    watched,
    ['head-nn', 'requestRecusal', { officer: TEAM[0], ground: 'relative', reason: '亲属' }],
    [TEAM[1], 'reportInterference', { who: '某副市长', how: 'pleaded', note: '说情' }],
    [TEAM[1], 'requestExtension', { obligation: 'dispose', reason: '取证困难' }],
    ['supervisor-gx', 'issueNotice', { colour: 'yellow', obligation: 'dispose' }],
  );
  await take(held, ...disposed('hold'), [
    'leader-nn',
    'hold',
    { reviewOn: '2021-11-10', reason: '暂缺条件' },
  ]);
  await take(stopped, ...disposed('verify'), ['head-nn', 'startVerification', { team: TEAM }]);
  await take(repeated, ['admin-nn', 'markDuplicate', { survivor: held, reason: '同一问题' }]);
  on('2021-10-13');
  await take(signed, ['admin-qx', 'acceptTransfer']);
  on('2021-10-14');
  const verify = { obligation: 'verify' };
  await take(stopped, [
    ...(['leader-nn', 'suspendClock', { ...verify, ground: 'hearing', reason: '听证' }] as const),
  ]);
  await take(sent, ['admin-qx', 'refuseTransfer', { reason: '不属管辖' }]);
  on('2021-10-15');
  await take(sent, ['leader-nn', 'approveTransfer', FORWARD], ['admin-nn', 'transfer', SENDING]);
  on('2021-10-18');
  const noticeId = await noticeOf(office, watched);
  await take(
    watched,
    ['leader-nn', 'decideRecusal', { officer: TEAM[0], granted: false }],
    ['head-nn', 'answerNotice', { noticeId, answer: '已安排' }],
  );
  await take(sent, ['admin-qx', 'refuseTransfer', { reason: '仍不属管辖' }]);
  on('2021-10-20');
  await take(watched, ['supervisor-gx', 'liftNotice', { noticeId }]);
  await take(stopped, ['leader-nn', 'resumeClock', verify]);
  await take(sent, ['leader-nn', 'approveTransfer', FORWARD], ['admin-nn', 'transfer', SENDING]);
  await settled(office);
  on('2021-11-20');
  return { office, clues: { watched, held, sent, stopped, signed, repeated } };
}

const FORWARD = { to: 'qx', mode: 'forward' };
const SENDING = { to: 'qx', direction: 'down' };

function disposed(way: string) {
  return [
    [TEAM[0], 'proposeDisposal', { way }],
    ['head-nn', 'deliberate', { participants: ['head-nn', 'leader-nn', ...TEAM] }],
    ['leader-nn', 'approveDisposal'],
  ] as const;
}

/** A clue about 陈某某 that intake of 南宁 has written down, by its id. */
export async function discovered(office: TestOffice, body: object = {}): Promise<string> {
  const made = await office.ask('POST', '/api/clues', {
    as: 'intake-nn',
    body: { ...DISCOVERY, ...body },
  });
  if (made.status !== 201) throw new Error(`discover: ${made.text}`);
  return made.body.id;
}

/** All that processes owe is done, and told to the read side. */
export async function settled({ installation }: TestOffice): Promise<void> {
  for (let round = 0; round < 5; round++) {
    await installation.runner.catchUp();
    await installation.followUps.wake();
  }
  await installation.runner.catchUp();
}

async function noticeOf({ installation }: TestOffice, clue: string): Promise<string> {
  const { events } = await installation.engine.streams.load(`clue-${clue}`);
  const issued = events.find(({ type }) => type === 'SupervisionNoticeIssued');
  return String(issued?.data['noticeId']);
}
