import type { SeededRandom } from './random.js';
import { DAY, workingDay, WORKING_HOURS, workingTime } from './working-time.js';

/** One command of the demo's history. `@key` in the input stands for the id of what that key opened. */
export interface DemoCommand {
  /** When it is recorded, milliseconds since 1970. */
  readonly at: number;
  readonly key: string;
  readonly by: string;
  readonly kind: 'clue' | 'case' | 'person' | 'report';
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

/** What somebody does some days later. */
export interface Step {
  readonly days: number;
  readonly by: string;
  readonly command: string;
  readonly input: object;
}

/** Tells what happens to one clue and what belongs to it, step by step, within working hours. */
export class Teller {
  readonly commands: DemoCommand[] = [];
  readonly key: string;
  now: number;
  /** The clue comes from somebody who gave his name. */
  named = false;
  /** And was never told whether it is accepted. */
  unheard = false;

  constructor(
    readonly random: SeededRandom,
    readonly telling: Telling,
  ) {
    this.key = `clue-${telling.number}`;
    const age = this.corrected ? 150 : (SHOWS.get(telling.number)?.age ?? random.between(1, 300));
    const before = telling.verifyingSince === undefined ? age : 45;
    this.now = (telling.verifyingSince ?? telling.until) - before * DAY;
  }

  /** Never for a clue whose way is fixed: one that is to be verified at a given time, and the one that is corrected. */
  rarely(share: number): boolean {
    return !this.steady && this.random.chance(share);
  }

  get steady(): boolean {
    return this.telling.verifyingSince !== undefined || this.corrected || this.shows !== undefined;
  }

  /** The state that this clue is there to show; most clues show none. */
  get shows(): string | undefined {
    return SHOWS.get(this.telling.number)?.state;
  }

  /** Whether its way ends in this state: by chance, or since it shows it. */
  ends(state: string, share: number): boolean {
    return this.shows === undefined ? this.rarely(share) : this.shows === state;
  }

  /** The clue whose signing for was written down wrongly. */
  get corrected(): boolean {
    return this.telling.number === CORRECTED;
  }

  /** Some days later a command on the clue. */
  step(days: number, by: string, command: string, input: object): void {
    this.stepOn(this.key, { days, by, command, input });
  }

  /** The same on what `target` names: a case, a report, a clue split off. */
  stepOn(target: string, { days, by, command, input }: Step): void {
    this.wait(days);
    const [kind] = /^(case|report)/.exec(target) ?? ['clue'];
    const key = `${this.key}:${this.commands.length}:${command}`;
    this.push({ key, by, kind: kind as DemoCommand['kind'], command, target, input }); // one of the three
  }

  open(
    days: number,
    command: Pick<DemoCommand, 'key' | 'by' | 'kind' | 'command'>,
    input: object,
  ): void {
    this.wait(days);
    this.push({ ...command, input });
  }

  /** Until some time of that day, or of the next working day. */
  wait(days: number): void {
    if (days === 0) return;
    const minutes = this.random.between(0, WORKING_HOURS / 60_000);
    this.now = workingDay(this.now + days * DAY) + minutes * 60_000;
  }

  /** Two of them, one after the other in the list. */
  pair(people: readonly string[]): string[] {
    const first = this.random.between(0, people.length - 1);
    return [people[first], people[(first + 1) % people.length]];
  }

  /** 64 hexadecimal digits: the demo's reports are fictional too. */
  get digest(): string {
    const number = this.telling.number * 2_654_435_761;
    return number.toString(16).padStart(12, '0').repeat(6).slice(0, 64);
  }

  /** Some minutes later; what does not fit into the day is done on the next morning. */
  private push(command: Omit<DemoCommand, 'at'>): void {
    const takes = 60_000 * this.random.between(4, 25);
    const then = this.now + takes;
    const begins = workingTime(then);
    this.now = begins === then ? then : begins + takes;
    this.commands.push({ ...command, at: this.now });
  }
}

const CORRECTED = 40;

/** Chance may leave a state empty: one clue for each of them, begun so many days before the end. */
const SHOWS = new Map(
  Object.entries({
    ...{ registered: 12, void: 14, sealedUp: 16, duplicate: 18, mergedAway: 20 },
    ...{ pendingAllocation: 12, inTransit: 14, returned: 20, withUnit: 20, splitParent: 30 },
    ...{ disposalPending: 40, talkInquiry: 55, held: 60, verifying: 75, verified: 160 },
    ...{ investigating: 170, adjudicating: 290, decided: 300, closing: 180, settled: 200 },
    archived: 260,
  }).map(([state, age], index) => [41 + index, { state, age }] as const),
);
