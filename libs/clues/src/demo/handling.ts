import { staffOf, superiorOf, type DemoOrgan, type DemoStaff } from './organisation.js';
import { investigated } from './case-story.js';
import { settled, type Handling } from './ending.js';
import { WRITTEN_LATER } from './summaries.js';
import type { Teller } from './teller.js';
import { DAY, localDay } from './working-time.js';

/** From the unit that has it to the way that its head approves. */
export function handled(teller: Teller, organ: DemoOrgan): void {
  const { random } = teller;
  const staff = staffOf(organ);
  let team = teller.pair(staff.officers);
  teller.step(random.between(0, 2), staff.head, 'assignOfficers', { officers: team });
  if (teller.rarely(0.05)) team = recused(teller, staff, team);
  if (teller.ends('withUnit', 0.05)) return;
  if (teller.rarely(0.03))
    teller.step(1, team[0], 'reportInterference', { who: '某副局长', how: 'asked' });
  const way = wayOf(teller);
  teller.step(random.between(2, 26), team[0], 'proposeDisposal', {
    way,
    plan: '查阅台账，走访核实 Check ledgers, visit households',
  });
  if (teller.ends('disposalPending', 0.03)) return;
  teller.step(random.between(0, 3), staff.head, 'deliberate', {
    participants: [staff.head, staff.leader, team[1]],
  });
  if (teller.rarely(0.03)) return;
  if (teller.rarely(0.03))
    return teller.step(1, staff.leader, 'returnDisposal', { reason: '依据不足 Too thin' });
  teller.step(random.between(0, 3), staff.leader, 'approveDisposal', {});
  WAYS[way](teller, { organ, staff, team });
}

const WAYS = { verify, talkInquiry: talked, hold: held, close: closedBy };

function wayOf({ shows, steady, random }: Teller): keyof typeof WAYS {
  if (shows === 'talkInquiry') return 'talkInquiry';
  if (shows === 'held') return 'hold';
  if (shows === 'settled' || shows === 'archived') return 'close';
  if (steady) return 'verify';
  const hundredth = random.between(0, 99);
  if (hundredth < 74) return 'verify';
  if (hundredth < 86) return 'talkInquiry';
  return hundredth < 92 ? 'hold' : 'close';
}

function closedBy(teller: Teller, { staff }: Handling): void {
  closed(teller, staff);
}

export function closed(teller: Teller, { leader, admin, intake }: DemoStaff): void {
  const { random } = teller;
  teller.step(random.between(3, 15), leader, 'close', {
    ground: random.pick(['untrue', 'unverifiable', 'handled']),
    reason: '经研判不具可查性 Nothing to be verified',
  });
  settled(teller, { admin, intake }, 'no-violation');
}

/** An officer asks to be recused; another takes his place. */
function recused(teller: Teller, staff: DemoStaff, team: readonly string[]): string[] {
  const [first, leaving] = team;
  const joining = staff.officers.find((one) => !team.includes(one)) ?? first;
  const officer = { officer: leaving };
  teller.step(1, leaving, 'requestRecusal', { ...officer, ground: 'relative', reason: '亲属' });
  teller.step(1, staff.leader, 'decideRecusal', { ...officer, granted: true });
  teller.step(0, staff.head, 'replaceOfficer', { leaving, joining, reason: '回避 Recused' });
  return [first, joining];
}

/** 谈话函询 */
function talked(teller: Teller, { staff, team }: Handling): void {
  const { random, key } = teller;
  const personId = `@person-${key}`;
  teller.step(random.between(1, 4), team[0], 'issueInquiry', {
    ...{ personId, letterNo: `函〔${teller.telling.number}〕号` },
  });
  if (teller.ends('talkInquiry', 0.2)) return;
  teller.step(random.between(8, 24), staff.intake, 'recordReply', {
    ...{ personId, sufficient: random.chance(0.6), reply: '已作说明 Explained' },
  });
  if (random.chance(0.4)) teller.step(4, team[0], 'conductTalk', { personId, officers: team });
  if (teller.rarely(0.3)) return;
  const outcome = random.pick(['close', 'remind', 'again']);
  teller.step(random.between(4, 25), staff.leader, 'concludeTalk', { outcome });
  if (outcome !== 'again') settled(teller, staff, 'talk-reminder');
}

/** 暂存待查 */
function held(teller: Teller, { staff }: Handling): void {
  const { random } = teller;
  const reviewOn = () => localDay(teller.now + 30 * DAY);
  teller.wait(2);
  teller.step(0, staff.leader, 'hold', { reviewOn: reviewOn(), reason: '暂不具备核查条件' });
  if (random.chance(0.5)) {
    teller.wait(27);
    teller.step(0, staff.head, 'reviewHold', { reviewOn: reviewOn() });
  }
  if (teller.rarely(0.2))
    teller.step(20, staff.leader, 'release', { reason: '出现新线索 New facts' });
}

function verify(teller: Teller, handling: Handling): void {
  const { random, telling } = teller;
  const { staff, team } = handling;
  if (telling.verifyingSince !== undefined)
    teller.now = Math.max(teller.now, telling.verifyingSince - DAY);
  teller.step(random.between(0, 2), staff.head, 'startVerification', { team });
  for (let steps = random.between(1, 3); steps > 0; steps--)
    teller.step(random.between(3, 9), random.pick(team), 'recordVerificationStep', {
      kind: random.pick(['talk', 'retrieval', 'query', 'site-examination']),
      officers: team,
      note: '已走访三户 Three households visited',
    });
  if (telling.verifyingSince !== undefined) return;
  if (telling.number % TOLD_LATE === 0 && !teller.steady) toldLate(teller, handling);
  if (teller.rarely(0.12)) suspended(teller, staff);
  if (teller.rarely(0.2)) extended(teller, handling);
  if (teller.rarely(0.06)) noticed(teller, handling);
  // Some verifications simply lie there: these are the overdue ones.
  if (teller.ends('verifying', 0.14)) return;
  reported(teller, team);
  const outcome = outcomeOf(teller);
  teller.step(random.between(1, 5), staff.leader, 'concludeVerification', { outcome });
  if (outcome === 'file') return investigated(teller, handling);
  if (outcome === 'hold') return held(teller, handling);
  settled(teller, staff, random.pick(['no-violation', 'talk-reminder', 'clarified']));
}

const TOLD_LATE = 20;

/** A talk that nobody wrote down for two weeks: the head stands for it. */
function toldLate(teller: Teller, { staff, team }: Handling): void {
  const done = teller.now + DAY;
  const day = localDay(done);
  const reason = '补记谈话 The notes had been mislaid';
  teller.step(15, staff.head, 'countersign', { command: 'recordVerificationStep', day, reason });
  teller.step(0, team[0], 'recordVerificationStep', {
    ...{ kind: 'talk', officers: team, note: '与知情人谈话 Talk with a witness' },
    ...{ happenedAt: new Date(done).toISOString(), reason },
  });
}

function outcomeOf({ shows, random }: Teller): string {
  if (shows !== undefined) return shows === 'closing' ? 'close' : 'file';
  return random.pick(['file', 'file', 'close', 'close', 'close', 'refer', 'hold']);
}

function suspended(teller: Teller, { leader }: DemoStaff): void {
  teller.step(2, leader, 'suspendClock', {
    obligation: 'verify',
    ground: 'subject-unavailable',
    reason: '住院 In hospital',
  });
  teller.step(teller.random.between(6, 14), leader, 'resumeClock', { obligation: 'verify' });
}

function extended(teller: Teller, { staff: { leader }, team }: Handling): void {
  const { random } = teller;
  teller.step(random.between(5, 12), team[0], 'requestExtension', {
    obligation: 'verify',
    reason: '需补充取证 More evidence needed',
  });
  if (random.chance(0.2)) return;
  const granted = random.chance(0.8);
  teller.step(1, leader, granted ? 'grantExtension' : 'refuseExtension', {
    obligation: 'verify',
    ...(granted ? {} : { ground: 'not-needed', reason: '按期办结 In time' }),
  });
}

/** The organ above asks how it stands. */
function noticed(teller: Teller, { organ, staff }: Handling): void {
  const { key, random } = teller;
  const { leader } = staffOf(superiorOf(organ) ?? 'cn');
  const noticeId = `@notice:${key}:issueNotice`;
  teller.step(1, leader, 'issueNotice', {
    ...{ colour: random.pick(['blue', 'yellow']), obligation: 'verify', text: '请报告进展' },
  });
  if (random.chance(0.3)) return;
  teller.step(3, staff.head, 'answerNotice', { noticeId, answer: '正在取证 Under way' });
  if (random.chance(0.5)) teller.step(2, leader, 'liftNotice', { noticeId });
}

/** All of the team sign the same report; one in ten is written down about a week after it was done. */
function reported(teller: Teller, team: readonly string[]): void {
  const { random, digest } = teller;
  const late = random.chance(0.1) ? random.between(5, 8) : 0;
  teller.wait(random.between(10, 34));
  const done = teller.now;
  teller.wait(late);
  const told = (minute: number) =>
    late > 0
      ? { happenedAt: new Date(done + minute * 60_000).toISOString(), reason: WRITTEN_LATER }
      : {};
  team.forEach((member, index) =>
    teller.step(0, member, 'signVerificationReport', { digest, ...told(index) }),
  );
  teller.step(0, team[0], 'submitVerificationReport', {
    digest,
    findings: [
      { matter: 'main', result: random.pick(['substantiated', 'partly', 'unsubstantiated']) },
    ],
    proposal: random.pick(['file', 'close']),
    ...told(team.length + 1),
  });
}
