import type { Axes } from '@cluetrail/event-sourcing';
import { allows } from '@cluetrail/access';
import {
  isAwaited,
  isKeptFromAll,
  isOptional,
  open,
  readInput,
  stateOf,
  type OpenCommand,
  type Situation,
} from '@cluetrail/workflow';
import type { Answer } from './answers.js';
import { Attempt } from './attempt.js';
import { reasonFor } from './blind-office.js';
import type { CommandRequest, Feature } from './feature.js';
import { Holds } from './holds.js';
import { loadLinks } from './links.js';
import { LoadedStreams } from './loaded-streams.js';
import { readOccasion } from './occasion.js';
import { ofKind, othersFor } from './others.js';
import { Past } from './past.js';
import { nowOf, rowOf, situationOf, subjectOf, type EngineOptions } from './situation.js';
import { Turnstile } from './turnstile.js';
import { zonesFor } from './zones.js';

/** How often a process tries again when someone else was faster. */
const TRIES = 5;

/** A command that is open. */
export interface Waiting {
  readonly command: string;
  /** Somebody waits for it: it is not merely possible. */
  readonly awaited: boolean;
  /** Nobody ever does. */
  readonly optional: boolean;
}

/** A command that waits for somebody to do it. */
export interface Awaited {
  readonly command: string;
  /** What stands there lets nobody give it now. */
  readonly isKept: boolean;
}

interface Stands {
  readonly situation: Situation | undefined;
  readonly commands: readonly OpenCommand[];
}

/**
 * The one way into the log: load → may he see it → known command? answer its receipt → If-Match → decide → append.
 * Console, CLI and processes all end here.
 */
export class CommandEngine {
  readonly streams: LoadedStreams;
  private readonly running = new Holds();
  private readonly turnstile = new Turnstile();

  constructor(private readonly options: EngineOptions) {
    this.streams = new LoadedStreams(options.store, options.upcast);
  }

  async give(request: CommandRequest): Promise<Answer> {
    await this.turnstile.pass();
    const feature = this.feature(request.kind);
    const { transitions } = feature.workflow;
    if (!Object.hasOwn(transitions, request.command))
      return {
        outcome: 'refused',
        refusal: {
          code: 'no-such-command',
          detail: { command: request.command, expected: Object.keys(transitions) },
        },
      };
    const occasion = readOccasion(request.body, {
      zones: await zonesFor(this.options, this.streams, request),
      opens: request.stream === undefined,
    });
    if ('faults' in occasion) return { outcome: 'invalid', faults: occasion.faults };
    const read = readInput<object>(transitions[request.command].input, occasion.rest);
    if ('faults' in read) return { outcome: 'invalid', faults: read.faults };
    const attempt = new Attempt(this.options, this.streams, {
      request,
      feature,
      occasion,
      input: read.input,
    });
    // Copies of one command that arrive together wait for the first: then they are known as what they are.
    return this.running.during([attempt.commandId], () => this.settled(attempt, request));
  }

  /** A process whose stream moved on meanwhile tries again; a person is told. */
  private async settled(attempt: Attempt, { by }: CommandRequest): Promise<Answer> {
    let answer = await this.still(attempt);
    for (let tries = 1; answer.outcome === 'stale' && 'process' in by && tries < TRIES; tries++)
      answer = await this.still(attempt);
    return answer;
  }

  /**
   * What it looks at beside its own stands still until it is written: of two that look at each other, the second sees
   * what the first did. That holds among the commands of this server, the only one of its log.
   */
  private async still(attempt: Attempt): Promise<Answer> {
    for (let held = new Set<string>(); ; held = new Set(attempt.looksAt)) {
      const answer = await this.running.during([...held], () => attempt.run(held));
      if (answer) return answer;
    }
  }

  /** What may be done with an instance now and, for the rest, why not; undefined where the person may not see it. */
  async openCommands(
    kind: string,
    stream: string,
    personId: string,
  ): Promise<readonly OpenCommand[] | undefined> {
    return (await this.standing(kind, stream, personId))?.commands;
  }

  /** What may be done now, each with whether it waits for somebody to do it; nothing where the person may not see it. */
  async waiting(kind: string, stream: string, personId: string): Promise<readonly Waiting[]> {
    const standing = await this.standing(kind, stream, personId);
    if (!standing) return [];
    const { situation, commands } = standing;
    return commands
      .filter(({ refused }) => !refused)
      .map(({ command }) => ({
        command,
        awaited: situation !== undefined && isAwaited(situation, command),
        optional: isOptional(this.feature(kind).workflow.transitions[command]),
      }));
  }

  /**
   * What waits for somebody to do it, whoever may, be it one of these people; nothing where the person may not see it.
   */
  async awaited(
    [kind, stream]: readonly [kind: string, stream: string],
    personId: string,
    people: readonly string[],
  ): Promise<readonly Awaited[]> {
    const { situation, commands = [] } = (await this.standing(kind, stream, personId)) ?? {};
    if (!situation) return [];
    return commands
      .filter(({ command }) => isAwaited(situation, command))
      .map(({ command }) => ({ command, isKept: isKeptFromAll(situation, command, people) }));
  }

  private async standing(
    kind: string,
    stream: string,
    personId: string,
  ): Promise<Stands | undefined> {
    const feature = this.feature(kind);
    const loaded = await this.streams.load(stream);
    if (loaded.version === 0) return undefined;
    const giver = { personId, key: '' };
    const subject = subjectOf(this.options, personId);
    const state = stateOf(feature.workflow, loaded.events);
    const row = await rowOf(this.options, this.streams, { feature, state });
    if (!allows(subject, 'list', row)) return undefined;
    const links = await loadLinks(this.options, this.streams, { feature, state, loaded });
    const situation = situationOf(this.options, {
      stream,
      feature,
      loaded,
      links,
      state,
      row,
      by: giver,
      happenedAt: nowOf(this.options.clock, 'UTC'),
      commandId: NO_ID,
      people: new Set(),
      others: await othersFor(
        { reads: () => [], always: ofKind(feature, state) },
        { options: this.options, streams: this.streams, sees: async () => false },
      ),
    });
    const all = situation ? open(situation) : [];
    const commands = all.map(({ refused, ...one }) => {
      const given = { by: giver, command: one.command };
      return { ...one, ...(refused && { refused: reasonFor(refused, this.options, given) }) };
    });
    return { situation, commands };
  }

  /** The same rules, asked about another moment. */
  at(axes: Required<Axes>): Past {
    return new Past(this.options, this.streams, axes);
  }

  private feature(kind: string): Feature {
    const found = this.options.features.find(({ workflow }) => workflow.kind === kind);
    if (!found) throw new Error(`commands: no kind of work is called ${kind}`);
    return found;
  }
}

const NO_ID = '00000000-0000-0000-0000-000000000000';
