import {
  demoOrganisation,
  demoScript,
  type DemoCommand,
  PROCESSES,
  workingTime,
} from '@cluetrail/clues';
import type { Installation } from '../installation.js';
import type { Progress } from '../ndjson.js';
import { applyOrganisation } from '../organisation.js';
import type { DemoClock } from './demo-clock.js';

export interface FillDemo {
  /** The end of the history, milliseconds since 1970. */
  readonly until: number;
  readonly seed?: number;
  readonly clues?: number;
  /** Instead of the demo's own history: another one of the people of its organisation. */
  readonly script?: readonly DemoCommand[];
  progress?(now: Progress): void;
}

const DAY = 86_400_000;
const HISTORY_DAYS = 330;
const BEGUN_DAYS = HISTORY_DAYS + 1;

/** When the log of a demo is opened: its first event tells for which moment it was filled. Milliseconds since 1970. */
export function demoBegins(until: number): number {
  return until - BEGUN_DAYS * DAY;
}

/** For which moment a demo was filled, read off its first event. Milliseconds since 1970. */
export async function demoFilledFor({ store }: Installation): Promise<number> {
  const [{ event }] = await store.read('log', { limit: 1 });
  return Date.parse(event.recordedAt) + BEGUN_DAYS * DAY;
}

/** Fills a fresh demo directory by giving every command of the script at its time. Answers how many. */
export async function fillDemo(
  installation: Installation,
  clock: DemoClock,
  { progress, script, ...options }: FillDemo,
): Promise<number> {
  const begin = workingTime(options.until - HISTORY_DAYS * DAY);
  clock.set(begin);
  const from = new Date(begin).toISOString().slice(0, 10);
  await applyOrganisation(installation, demoOrganisation(from), { dryRun: false });
  const commands = script ?? demoScript(options);
  const filling = new Filling(installation, clock);
  for (const [index, command] of commands.entries()) {
    await filling.give(command);
    progress?.({ done: index + 1, total: commands.length });
  }
  clock.set(options.until);
  await installation.runner.catchUp();
  return commands.length;
}

class Filling {
  private readonly opened = new Map<string, string>();
  private readonly given = new Map<string, { eventId: string; stream: string; version: number }>();

  constructor(
    private readonly installation: Installation,
    private readonly clock: DemoClock,
  ) {}

  async give({ at, key, by, kind, command, target, input }: DemoCommand): Promise<void> {
    const { engine, runner, followUps, sealedUp } = this.installation;
    this.clock.set(at);
    const stream = target === undefined ? undefined : await this.streamOf(target);
    const answer = await engine.give({
      kind,
      command,
      ...(stream !== undefined && {
        stream,
        expectedVersion: (await engine.streams.load(stream)).version,
      }),
      by: { personId: by, key },
      body: await this.resolved(input),
    });
    if (answer.outcome !== 'done')
      throw new Error(`demo: ${key} by ${by}: expected done, found ${JSON.stringify(answer)}`);
    const [receipt] = answer.receipts;
    this.given.set(target === undefined ? key : `${target}:${command}`, receipt);
    if (target === undefined) this.opened.set(key, receipt.stream);
    const { events } = await engine.streams.load(receipt.stream);
    const { type } = events[receipt.version - 1];
    // What a process has to do is done before the clue goes on.
    if (type !== 'ClueReferredUpSealed' && !PROCESSES.some(({ on }) => type in on)) return;
    await runner.catchUp();
    await followUps.wake();
    await sealedUp.wake();
  }

  /** What a process opened for a clue: `case:KEY` its case, `child:KEY:1` the second clue that it was split into. */
  private async streamOf(target: string): Promise<string> {
    const [, what, of, index] = /^(case|child):([^:]+)(?::(\d+))?$/.exec(target) ?? [];
    const opened = this.opened.get(of ?? target);
    if (opened === undefined) throw new Error(`demo: nothing was opened by ${target}`);
    if (what === undefined) return opened;
    const { events } = await this.installation.engine.streams.load(opened);
    const data = (type: string) => events.find((event) => event.type === type)?.data;
    if (what === 'case') return `case-${String(data('InvestigationStarted')?.caseId)}`;
    const children = data('ClueSplit')?.children as readonly { clueId: string }[] | undefined; // written by `split`
    return `clue-${String(children?.[Number(index)].clueId)}`;
  }

  /** References (`@…`) replaced by what they stand for. */
  private async resolved(value: unknown): Promise<unknown> {
    if (typeof value === 'string')
      return value.startsWith('@') ? this.reference(value.slice(1)) : value;
    if (Array.isArray(value)) return Promise.all(value.map((item) => this.resolved(item)));
    if (typeof value !== 'object' || value === null) return value;
    const entries = await Promise.all(
      Object.entries(value).map(async ([key, field]) => [key, await this.resolved(field)] as const),
    );
    return Object.fromEntries(entries);
  }

  private async reference(name: string): Promise<unknown> {
    const [, what, of] = /^(event|happenedAt|notice):(.*)$/.exec(name) ?? [];
    if (!what) return this.opened.get(name)?.replace(/^[a-z]+-/, '');
    const found = this.given.get(of);
    if (!found) throw new Error(`demo: nothing was given as ${of}`);
    if (what === 'event') return found.eventId;
    const { events } = await this.installation.engine.streams.load(found.stream);
    const event = events[found.version - 1];
    return what === 'notice' ? event.data.noticeId : event.happenedAt;
  }
}
