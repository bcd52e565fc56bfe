import { handled } from './handling.js';
import {
  demoName,
  ROUTES,
  staffOf,
  superiorOf,
  type DemoOrgan,
  type DemoStaff,
} from './organisation.js';
import type { SeededRandom } from './random.js';
import { FIELDS, summary, UNITS, VIOLATIONS, WRITTEN_LATER } from './summaries.js';
import { Teller, type DemoCommand, type Telling } from './teller.js';
import { DAY, localDay, workingDay } from './working-time.js';

/** Who has it first, and to whom it is handed down. */
interface Route {
  readonly from: DemoOrgan;
  readonly to: DemoOrgan;
}

/** What happens to one clue; whatever lies beyond the end is cut off, and leaves it where it stands. */
export function clueStory(random: SeededRandom, telling: Telling): readonly DemoCommand[] {
  const teller = new Teller(random, telling);
  const [from, to] = telling.number % 10 === 0 ? (['gx', 'nn'] as const) : random.pick(ROUTES);
  discovered(teller, { from, to });
  if (!teller.ends('registered', 0.05)) examined(teller, { from, to });
  // Left out here rather than never told: what chance says of all other clues stays as it is.
  const kept = teller.unheard || noticeStands(teller.commands);
  return teller.commands
    .filter(({ command }) => command !== 'archive' || !kept)
    .map((one) => managedAbove(one, teller));
}

/** Whoever is sent up sealed is managed where he goes, and was so when he was found. */
function managedAbove(opened: DemoCommand, { commands, key }: Teller): DemoCommand {
  const sent = commands.find(({ command, target }) => command === 'sealUp' && target === key);
  if (!sent || opened.command !== 'discover') return opened;
  const { to } = sent.input as { to: string }; // the input of `sealUp`
  const { subjects } = opened.input as { subjects: readonly object[] }; // of `discover`
  const above = subjects.map((one) => ({ ...one, managingOrganId: to }));
  return { ...opened, input: { ...opened.input, subjects: above } };
}

function noticeStands(commands: readonly DemoCommand[]): boolean {
  const last = commands.findLast(
    ({ command }) => command === 'issueNotice' || command === 'liftNotice',
  );
  return last?.command === 'issueNotice';
}

function discovered(teller: Teller, { from, to }: Route): void {
  const { random, key, telling } = teller;
  const { intake } = staffOf(from);
  registered(teller, `person-${key}`, telling.number, intake);
  if (splits(teller)) registered(teller, `person-${key}-2`, telling.number + 7, intake);
  const reported = !teller.steady && !splits(teller) && random.chance(0.35);
  if (reported) received(teller, intake);
  opened(
    teller,
    key,
    { from, to },
    reported ? { source: 'report', reportIds: [`@report-${key}`] } : {},
  );
}

function registered(teller: Teller, key: string, number: number, by: string): void {
  const { random } = teller;
  teller.open(
    random.between(0, 1),
    { key, by, kind: 'person', command: 'registerPerson' },
    {
      name: demoName(number),
      unit: random.pick(UNITS),
      post: random.pick(['主任', '会计', '站长', '副镇长', 'Clerk']),
    },
  );
}

/** A letter or a call; some who sent it gave their name. */
function received(teller: Teller, intake: string): void {
  const { random, key, telling } = teller;
  const realName = random.chance(0.6);
  const reporter = `reporter-${key}`;
  teller.named = realName;
  if (realName) registered(teller, reporter, telling.number + 150, intake);
  teller.open(
    0,
    { key: `report-${key}`, by: intake, kind: 'report', command: 'receiveReport' },
    {
      channel: random.pick(['letter', 'visit', 'call', 'online']),
      realName,
      higher: false,
      ...(realName && { reporterId: `@${reporter}` }),
      text: summary(random),
    },
  );
  teller.unheard = realName && !random.chance(0.85);
  if (realName && !teller.unheard)
    teller.stepOn(`report-${key}`, {
      ...{ days: random.between(2, 14), by: intake },
      ...{ command: 'acknowledge', input: { method: 'letter' } },
    });
}

function opened(teller: Teller, key: string, { from, to }: Route, more: object): void {
  const { random, key: first } = teller;
  const subjects = splits(teller) && key === first ? [first, `${first}-2`] : [first];
  teller.open(
    0,
    { key, by: staffOf(from).intake, kind: 'clue', command: 'discover' },
    {
      source: random.pick(['inspection', 'audit', 'supervision', 'assigned-from-above']),
      field: random.pick(FIELDS),
      violationTypes: [random.pick(VIOLATIONS)],
      subjects: subjects.map((one) => ({ personId: `@person-${one}`, managingOrganId: to })),
      summary: summary(random),
      ...more,
    },
  );
}

/** Looked at by the clue centre, then allocated, or it ends here. */
function examined(teller: Teller, route: Route): void {
  const { random } = teller;
  const { admin, leader } = staffOf(route.from);
  if (teller.ends('sealedUp', 0.03))
    return teller.step(1, admin, 'sealUp', { to: superiorOf(route.from) ?? 'cn' });
  teller.step(random.between(0, 2), admin, 'checkDuplicates', {});
  teller.step(0, admin, 'classify', { level: random.pick(['L1', 'L1', 'L2']) });
  if (teller.ends('void', 0.03) && !teller.named)
    return teller.step(2, leader, 'void', { reason: '误登记 By mistake' });
  if (teller.ends('duplicate', 0.025)) foundAgain(teller, route, true);
  if (teller.ends('mergedAway', 0.025)) foundAgain(teller, route, false);
  if (teller.rarely(0.05))
    teller.step(0, leader, 'prioritise', { priority: 'high', reason: '群众反映强烈 Pressing' });
  const mode = teller.steady || random.chance(0.8) ? random.pick(['forward', 'assign']) : 'self';
  const input = { mode, ...(mode !== 'self' && { to: route.to }) };
  teller.step(random.between(0, 2), admin, 'proposeAllocation', input);
  if (teller.ends('pendingAllocation', 0.04)) return;
  if (teller.rarely(0.03))
    return teller.step(1, leader, 'rejectAllocation', { reason: '管辖待核 Jurisdiction unclear' });
  teller.step(random.between(0, 2), leader, 'approveAllocation', input);
  if (mode === 'self') return handled(teller, route.from);
  teller.step(random.between(0, 2), admin, 'transfer', {
    ...{ to: route.to, direction: 'down', mode },
  });
  if (teller.ends('inTransit', 0.05)) return;
  if (teller.ends('returned', 0.08)) return refused(teller, route);
  accepted(teller, route);
}

/** Registered a second time: the second one is marked a duplicate, or merged into the first. */
function foundAgain(teller: Teller, route: Route, duplicate: boolean): void {
  const { key } = teller;
  const { admin, leader } = staffOf(route.from);
  const again = `${key}-again`;
  opened(teller, again, route, {});
  const input = { survivor: `@${key}`, reason: '同一人同一问题 The same matter' };
  if (duplicate) teller.stepOn(again, { days: 1, by: admin, command: 'markDuplicate', input });
  else teller.stepOn(again, { days: 2, by: leader, command: 'mergeInto', input });
}

/** Back with the sender: some are sent once more, then taken back, disputed, or left lying. */
function refused(teller: Teller, { from, to }: Route): void {
  const { random, telling } = teller;
  const { admin, leader: approver } = staffOf(from);
  const refuse = () =>
    teller.step(3, staffOf(to).admin, 'refuseTransfer', { reason: '不属本机关管辖 Not ours' });
  refuse();
  if (telling.number % 2 === 1) {
    teller.step(1, approver, 'approveTransfer', { to, mode: 'forward' });
    teller.step(1, admin, 'transfer', { to, direction: 'down', mode: 'forward' });
    refuse();
  }
  const next = teller.shows === 'returned' ? 0 : random.between(0, 2);
  if (next === 0) return;
  if (next === 1) {
    teller.step(random.between(1, 4), admin, 'takeBack', {});
    return handled(teller, from);
  }
  teller.step(2, admin, 'disputeTransfer', { reason: '属其管辖 It is theirs' });
  if (random.chance(0.3)) return;
  const { leader } = staffOf(superiorOf(from) ?? 'cn');
  teller.step(5, leader, 'determineJurisdiction', { organ: to, reason: '依干部管理权限 By rank' });
  handled(teller, to);
}

function accepted(teller: Teller, { to }: Route): void {
  const { random, key } = teller;
  const { admin, leader } = staffOf(to);
  const sentAt = teller.now;
  // Some sign on the day and write it down a few days later.
  const isLate = random.chance(0.08) && !teller.corrected;
  const late = isLate ? random.between(3, 6) : 0;
  const signedOn = localDay(workingDay(sentAt + DAY));
  teller.step(
    late || random.between(0, 4),
    admin,
    'acceptTransfer',
    late > 0 ? { happenedAt: signedOn, reason: WRITTEN_LATER } : {},
  );
  if (teller.corrected)
    // The one correction: it was signed for a little earlier than was written down.
    teller.step(4, leader, 'correctFact', {
      targetEventId: `@event:${key}:acceptTransfer`,
      field: 'happenedAt',
      old: `@happenedAt:${key}:acceptTransfer`,
      new: new Date(Math.max(sentAt, teller.now - 300_000)).toISOString(),
      reason: '签收时间录入有误 Written down wrongly',
    });
  if (splits(teller)) return split(teller, staffOf(to));
  handled(teller, to);
}

/** Two persons, two clues, each with officers of its own. */
function split(teller: Teller, staff: DemoStaff): void {
  const { key } = teller;
  teller.step(3, staff.leader, 'split', {
    children: [{ subjects: [`@person-${key}`] }, { subjects: [`@person-${key}-2`] }],
    reason: '两人问题互不相关 Two matters',
  });
  for (const part of [1, 0])
    teller.stepOn(`child:${key}:${part}`, {
      ...{ days: 2 - part, by: staff.head, command: 'assignOfficers' },
      input: { officers: teller.pair(staff.officers) },
    });
}

function splits({ telling, steady, shows }: Teller): boolean {
  return shows === 'splitParent' || (!steady && telling.number % 37 === 5);
}
