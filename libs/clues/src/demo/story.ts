import { demoName, ROUTES, staffOf, type DemoOrgan, type DemoStaff } from './organisation.js';
import type { SeededRandom } from './random.js';
import { FIELDS, summary, UNITS, VIOLATIONS } from './summaries.js';
import { DAY, localDay, workingDay, WORKING_HOURS, workingTime } from './working-time.js';

/** One command of the demo's history. `@key` in the input stands for the id of what that key opened. */
export interface DemoCommand {
  /** When it is recorded, milliseconds since 1970. */
  readonly at: number;
  readonly key: string;
  readonly by: string;
  readonly kind: 'clue' | 'case' | 'person';
  readonly command: string;
  /** Key of the command that opened the instance; absent: this one opens it. */
  readonly target?: string;
  readonly input: object;
}

export interface Telling {
  readonly number: number;
  readonly until: number;
  readonly verifyingSince?: number;
}

/** What happens to one clue, step by step; whatever lies beyond the end is cut off, and leaves it where it stands. */
export class ClueStory {
  private readonly commands: DemoCommand[] = [];
  private readonly key: string;
  private readonly from: DemoOrgan;
  private readonly to: DemoOrgan;
  private now: number;

  constructor(
    private readonly random: SeededRandom,
    private readonly telling: Telling,
  ) {
    this.key = `clue-${telling.number}`;
    [this.from, this.to] = telling.number % 10 === 0 ? ['gx', 'nn'] : random.pick(ROUTES);
    const age = telling.verifyingSince === undefined ? random.between(1, 300) : 45;
    this.now = (telling.verifyingSince ?? telling.until) - age * DAY;
  }

  told(): readonly DemoCommand[] {
    const { random } = this;
    this.discovered();
    if (this.rarely(0.06)) return this.commands;
    this.step(random.between(0, 3), staffOf(this.from).admin, 'transfer', {
      to: this.to,
      direction: 'down',
    });
    if (this.rarely(0.05)) return this.commands;
    if (this.rarely(0.06)) this.refused();
    else this.accepted();
    return this.commands;
  }

  private discovered(): void {
    const { random, key } = this;
    const { admin } = staffOf(this.from);
    const person = `person-${key}`;
    this.open(
      random.between(0, 2),
      { key: person, by: admin, kind: 'person', command: 'registerPerson' },
      {
        name: demoName(this.telling.number),
        unit: random.pick(UNITS),
        post: random.pick(['主任', '会计', '站长', '副镇长', 'Clerk']),
      },
    );
    this.open(
      0,
      { key, by: admin, kind: 'clue', command: 'discover' },
      {
        source: random.pick([
          'report',
          'inspection',
          'audit',
          'supervision',
          'assigned-from-above',
        ]),
        field: random.pick(FIELDS),
        violationTypes: [random.pick(VIOLATIONS)],
        subjects: [{ personId: `@${person}`, managingOrganId: this.to }],
        summary: summary(random),
      },
    );
  }

  /** Back with the sender's own unit, which handles it or closes it. */
  private refused(): void {
    this.step(3, staffOf(this.to).admin, 'refuseTransfer', { reason: '不属本机关管辖 Not ours' });
    const sender = staffOf(this.from);
    if (this.random.chance(0.5)) return this.closed(sender);
    this.handled(sender);
  }

  private accepted(): void {
    const { random } = this;
    const { admin } = staffOf(this.to);
    const sentAt = this.now;
    // Some sign on the day and write it down a few days later.
    const late = random.chance(0.08) ? random.between(3, 6) : 0;
    const signedOn = localDay(workingDay(sentAt + DAY));
    this.step(
      late || random.between(0, 4),
      admin,
      'acceptTransfer',
      late > 0 ? { happenedAt: signedOn } : {},
    );
    if (this.telling.number === CORRECTED) this.corrected(sentAt);
    if (this.rarely(0.07)) return this.closed(staffOf(this.to));
    this.handled(staffOf(this.to));
  }

  /** The one correction: it was signed for earlier than was written down. */
  private corrected(sentAt: number): void {
    const { leader } = staffOf(this.to);
    this.step(4, leader, 'correctFact', {
      targetEventId: `@event:${this.key}:acceptTransfer`,
      field: 'happenedAt',
      old: `@happenedAt:${this.key}:acceptTransfer`,
      new: new Date(sentAt + 1_800_000).toISOString(),
      reason: '签收时间录入有误 Written down wrongly',
    });
  }

  private closed({ leader, admin }: DemoStaff): void {
    this.step(this.random.between(3, 15), leader, 'close', {
      ground: this.random.pick(['untrue', 'unverifiable', 'handled']),
      reason: '经研判不具可查性 Nothing to be verified',
    });
    this.settled(admin, 'no-violation');
  }

  private handled(staff: DemoStaff): void {
    const { random } = this;
    const team = this.team(staff.officers);
    this.step(random.between(0, 2), staff.head, 'assignOfficers', { officers: team });
    if (this.rarely(0.05)) return;
    this.step(random.between(2, 26), team[0], 'proposeDisposal', {
      way: 'verify',
      plan: '查阅台账，走访核实 Check ledgers, visit households',
    });
    if (this.rarely(0.05)) return;
    this.step(random.between(0, 3), staff.leader, 'approveDisposal', {});
    if (this.telling.verifyingSince !== undefined)
      this.now = Math.max(this.now, this.telling.verifyingSince - DAY);
    this.step(random.between(0, 2), staff.head, 'startVerification', { team });
    this.verified(staff, team);
  }

  private verified(staff: DemoStaff, team: readonly string[]): void {
    const { random } = this;
    for (let steps = random.between(1, 3); steps > 0; steps--)
      this.step(random.between(3, 9), random.pick(team), 'recordVerificationStep', {
        kind: random.pick(['talk', 'retrieval', 'query', 'site-examination']),
        officers: team,
        note: '已走访三户 Three households visited',
      });
    if (this.telling.verifyingSince !== undefined) return;
    if (random.chance(0.12)) this.suspended(staff);
    if (random.chance(0.2)) this.extended(staff, team);
    // Some verifications simply lie there: these are the overdue ones.
    if (random.chance(0.14)) return;
    this.reported(team);
    const files = random.chance(0.4);
    this.step(random.between(1, 5), staff.leader, 'concludeVerification', {
      outcome: files ? 'file' : 'close',
    });
    if (files) this.investigated(staff);
    else this.settled(staff.admin, random.pick(['no-violation', 'talk-reminder', 'clarified']));
  }

  private suspended({ leader }: DemoStaff): void {
    this.step(2, leader, 'suspendClock', {
      obligation: 'verify',
      ground: 'subject-unavailable',
      reason: '住院 In hospital',
    });
    this.step(this.random.between(6, 14), leader, 'resumeClock', { obligation: 'verify' });
  }

  private extended({ leader }: DemoStaff, team: readonly string[]): void {
    this.step(this.random.between(5, 12), team[0], 'requestExtension', {
      obligation: 'verify',
      reason: '需补充取证 More evidence needed',
    });
    if (this.random.chance(0.2)) return;
    const granted = this.random.chance(0.8);
    this.step(1, leader, granted ? 'grantExtension' : 'refuseExtension', {
      obligation: 'verify',
      ...(granted ? {} : { ground: 'not-needed', reason: '按期办结 In time' }),
    });
  }

  /** All of the team sign the same report; one in ten is written down about a week after it was done. */
  private reported(team: readonly string[]): void {
    const { random } = this;
    const digest = hexOf(this.telling.number);
    const late = random.chance(0.1) ? random.between(5, 8) : 0;
    this.wait(random.between(10, 34));
    const done = this.now;
    this.wait(late);
    const told = (minute: number) =>
      late > 0 ? { happenedAt: new Date(done + minute * 60_000).toISOString() } : {};
    team.forEach((member, index) =>
      this.step(0, member, 'signVerificationReport', { digest, ...told(index) }),
    );
    this.step(0, team[0], 'submitVerificationReport', {
      digest,
      findings: [
        { matter: 'main', result: random.pick(['substantiated', 'partly', 'unsubstantiated']) },
      ],
      proposal: random.pick(['file', 'close']),
      ...told(team.length + 1),
    });
  }

  private investigated(staff: DemoStaff): void {
    const { random, key } = this;
    const officers = this.team(staff.officers);
    this.step(random.between(1, 6), staff.leader, 'startInvestigation', { officers });
    if (random.chance(0.1)) return;
    this.wait(random.between(25, 100));
    this.push({
      key: `${key}:concludeInvestigation`,
      by: officers[0],
      kind: 'case',
      command: 'concludeInvestigation',
      target: `case:${key}`,
      input: { finding: random.pick(['violation', 'no-violation', 'crime']) },
    });
    this.settled(staff.admin, 'sanctioned');
  }

  private settled(admin: string, outcome: string): void {
    if (this.random.chance(0.1)) return;
    this.step(this.random.between(2, 8), admin, 'settle', { outcome });
  }

  /** Never for a clue that is to be verified at a given time. */
  private rarely(share: number): boolean {
    return this.telling.verifyingSince === undefined && this.random.chance(share);
  }

  private team(officers: readonly string[]): string[] {
    const first = this.random.between(0, officers.length - 1);
    return [officers[first], officers[(first + 1) % officers.length]];
  }

  private step(days: number, by: string, command: string, input: object): void {
    this.wait(days);
    this.push({
      key: `${this.key}:${this.commands.length}:${command}`,
      by,
      kind: 'clue',
      command,
      target: this.key,
      input,
    });
  }

  private open(
    days: number,
    command: Pick<DemoCommand, 'key' | 'by' | 'kind' | 'command'>,
    input: object,
  ): void {
    this.wait(days);
    this.push({ ...command, input });
  }

  /** Some minutes later; what does not fit into the day is done on the next morning. */
  private push(command: Omit<DemoCommand, 'at'>): void {
    const takes = 60_000 * this.random.between(4, 25);
    const then = this.now + takes;
    const begins = workingTime(then);
    this.now = begins === then ? then : begins + takes;
    this.commands.push({ ...command, at: this.now });
  }

  /** Until some time of that day, or of the next working day. */
  private wait(days: number): void {
    if (days === 0) return;
    const minutes = this.random.between(0, WORKING_HOURS / 60_000);
    this.now = workingDay(this.now + days * DAY) + minutes * 60_000;
  }
}

/** The clue whose signing for was written down wrongly. */
const CORRECTED = 40;

/** 64 hexadecimal digits: the demo's reports are fictional too. */
function hexOf(number: number): string {
  return (number * 2_654_435_761).toString(16).padStart(12, '0').repeat(6).slice(0, 64);
}
