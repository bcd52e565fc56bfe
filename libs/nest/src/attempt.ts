import {
  canonical,
  commandIdOf,
  derivedId,
  type Draft,
  eventIdOf,
  type HappenedAt,
  type Json,
  type Refusal,
  receiptOf,
} from '@cluetrail/event-sourcing';
import {
  allows,
  checkKey,
  commandDigest,
  personalPaths,
  sealData,
  sealText,
} from '@cluetrail/access';
import {
  decide,
  initial,
  stateOf,
  whenAnswering,
  type Decided,
  type Procedure,
  type Standing,
} from '@cluetrail/workflow';
import { answerOf, type Answer } from './answers.js';
import { notAttachable } from './attachable.js';
import { reasonFor } from './blind-office.js';
import type { CommandRequest, Feature } from './feature.js';
import { loadLinks } from './links.js';
import type { Loaded, LoadedStreams } from './loaded-streams.js';
import type { ReadOccasion } from './occasion.js';
import { knownOtherwise, originId } from './origin.js';
import { ofKind, othersFor } from './others.js';
import { sealing } from './sealing.js';
import {
  nowOf,
  procedureNamed,
  registered,
  rowOf,
  situationOf,
  subjectOf,
  type EngineOptions,
  type Others,
} from './situation.js';

export interface Asked {
  readonly request: CommandRequest;
  readonly feature: Feature;
  readonly occasion: ReadOccasion;
  readonly input: object;
}

/** What is to be appended, but for its bytes. */
interface Made {
  readonly decided: Decided;
  readonly procedure: Procedure;
  readonly happenedAt: HappenedAt;
}

/** One command, from its identity to its receipt; `run` may be repeated. */
export class Attempt {
  readonly commandId: string;
  /** Streams that its rules ask about, with its own; empty where they ask about no other. */
  readonly looksAt = new Set<string>();
  private readonly origin: readonly Json[] | undefined;
  private readonly stream: string;

  constructor(
    private readonly options: EngineOptions,
    private readonly streams: LoadedStreams,
    private readonly asked: Asked,
  ) {
    const { request, feature, input } = asked;
    const { by, command, kind, stream } = request;
    this.origin = request.origin ?? feature.workflow.transitions[command].origin?.(input);
    this.commandId =
      'process' in by
        ? by.cause.commandId
        : this.origin
          ? originId(kind, command, this.origin)
          : commandIdOf({ personId: by.personId, key: by.key, command, target: stream ?? kind });
    this.stream = stream ?? `${kind}-${derivedId(this.commandId, kind)}`;
  }

  /** `held`: what stands still meanwhile. Undefined, and nothing written, where it looks at more than that. */
  async run(held: ReadonlySet<string>): Promise<Answer | undefined> {
    const { request, feature } = this.asked;
    const loaded = await this.streams.load(this.stream);
    const opens = request.stream === undefined || 'process' in request.by;
    if (loaded.version === 0 && !opens) return { outcome: 'hidden' };
    // His own command under his own key: the answer tells him nothing but what was his already, wherever it has gone.
    const retried = this.origin ? undefined : this.known(loaded);
    if (retried) return retried;
    const state =
      loaded.version === 0 ? initial(feature.workflow) : stateOf(feature.workflow, loaded.events);
    if (loaded.version > 0 && !(await this.sees(state)) && !this.broughtIn(loaded))
      return this.unseen(loaded);
    const known = this.origin && this.known(loaded, 'seen');
    if (known) return known;
    const stale = this.unmatched(loaded);
    if (stale) return stale;
    const made = await this.decision(loaded, state);
    if ('refused' in made) return { outcome: 'refused', refusal: made.refused };
    const tried: Answer = { outcome: 'done', receipts: [], repeated: false };
    // To seal is to make a key where there is none: nothing is left of an opening that was only tried.
    if (request.dryRun && loaded.version === 0) return tried;
    if (!request.dryRun && [...this.looksAt].some((one) => !held.has(one))) return undefined;
    const sealed = sealing(this.draft(made, loaded));
    if ('refused' in sealed) return { outcome: 'refused', refusal: sealed.refused };
    if (request.dryRun) return tried;
    return answerOf(await this.options.store.append(this.stream, loaded.version, [sealed.draft]));
  }

  /** Who brought it in himself may ask for his receipt, wherever it has gone since. */
  private broughtIn({ events: [opening] }: Loaded): boolean {
    const { by } = this.asked.request;
    return this.origin !== undefined && 'key' in by && opening.actor.personId === by.personId;
  }

  /** It is not there for him; but that it stands is told to who might have brought in the same. */
  private async unseen(loaded: Loaded): Promise<Answer> {
    if (!this.origin) return { outcome: 'hidden' };
    const nothing = { ...loaded, version: 0, recorded: [], events: [] };
    const anew = await this.decision(nothing, initial(this.asked.feature.workflow));
    if ('refused' in anew) return { outcome: 'refused', refusal: anew.refused };
    return this.known(loaded) ?? { outcome: 'hidden' };
  }

  private async decision(
    loaded: Loaded,
    state: Standing & object,
  ): Promise<Made | { readonly refused: Refusal }> {
    const { request, feature, occasion, input } = this.asked;
    const people = feature.workflow.transitions[request.command].people?.(input) ?? [];
    const happenedAt = occasion.happenedAt ?? this.happenedNow(state);
    const situation = situationOf(this.options, {
      stream: this.stream,
      feature,
      loaded,
      links: await loadLinks(this.options, this.streams, { feature, state, loaded }),
      state,
      row: await rowOf(this.options, this.streams, { feature, state }),
      by: request.by,
      happenedAt,
      commandId: this.commandId,
      procedure: occasion.procedure,
      people: new Set([
        ...(await registered(this.streams, people)),
        ...(request.registering ?? []),
      ]),
      others: await this.others(state),
    });
    if (!situation) {
      const named = { by: request.by, procedure: occasion.procedure };
      const procedure = procedureNamed(this.options, named);
      return { refused: { code: 'no-such-procedure', detail: { procedure } } };
    }
    // `reason` stands beside the input, but a procedure may require it like any field of it.
    const decision = decide(situation, request.command, {
      ...input,
      ...(occasion.reason !== undefined && { reason: occasion.reason }),
      ...(occasion.attachments !== undefined && { attachments: occasion.attachments }),
    });
    if ('refused' in decision)
      return { refused: reasonFor(decision.refused, this.options, request) };
    const refused = await notAttachable(this.options, loaded, occasion);
    return refused
      ? { refused }
      : { decided: decision.decided, procedure: situation.procedure, happenedAt };
  }

  /** Retries are known by their ids in the log; another body under the same key is refused while its key lives. */
  private known({ recorded }: Loaded, standing?: 'seen'): Answer | undefined {
    const mine = recorded.filter(({ event }) => event.commandId === this.commandId);
    if (mine.length === 0) return undefined;
    const { commandDigest: before } = mine[0].event;
    // Without its key the body cannot be compared, and none is made for that.
    const now = this.options.keys.has(this.stream) ? this.digest() : undefined;
    if (before !== undefined && now !== undefined && before !== now)
      return this.origin
        ? knownOtherwise(this.origin, standing && this.stream)
        : { outcome: 'key-reused' };
    return { outcome: 'done', receipts: mine.map(receiptOf), repeated: true };
  }

  private unmatched({ version }: Loaded): Answer | undefined {
    const { by, expectedVersion, stream } = this.asked.request;
    if ('process' in by || stream === undefined) return undefined;
    if (expectedVersion === undefined) return { outcome: 'version-needed' };
    return expectedVersion === version
      ? undefined
      : { outcome: 'stale', expected: expectedVersion, actual: version };
  }

  private others(state: Standing & object): Promise<Others> {
    const { options, streams } = this;
    const { request, feature, input } = this.asked;
    const row = feature.workflow.transitions[request.command];
    const reads = (known: Others['known']) => {
      const found = row.reads?.(input, state, known) ?? [];
      for (const one of found) this.looksAt.add(one).add(this.stream);
      return found;
    };
    const sees = (found: Standing & object, kind: Feature) => this.sees(found, kind);
    return othersFor({ reads, always: ofKind(feature, state) }, { options, streams, sees });
  }

  private async sees(state: Standing & object, feature = this.asked.feature): Promise<boolean> {
    const { request } = this.asked;
    if ('process' in request.by) return true;
    const row = await rowOf(this.options, this.streams, { feature, state });
    return allows(subjectOf(this.options, request.by.personId), 'list', row);
  }

  private happenedNow(state: Standing): HappenedAt {
    const { request, feature } = this.asked;
    const { by } = request;
    // What follows happens when its cause does; where the stream has moved on meanwhile, in the state that it meets.
    if ('process' in by) {
      const row = feature.workflow.transitions[request.command];
      return whenAnswering(state, row, by.cause.happenedAt);
    }
    const organ =
      state.organ || subjectOf(this.options, by.personId).appointments[0]?.organId || '';
    return nowOf(this.options.clock, this.options.references.directory.organ(organ)?.zone ?? 'UTC');
  }

  private digest(): string | undefined {
    const { body } = this.asked.request;
    return commandDigest(this.options.keys, this.stream, canonical(body));
  }

  private draft({ decided, procedure, happenedAt }: Made, { events }: Loaded): () => Draft {
    const { request, feature, occasion } = this.asked;
    const { keys, logId } = this.options;
    const { by } = request;
    const { personId, role, organId, onBehalfOf } = decided.who;
    const eventId = eventIdOf(this.commandId, 0);
    const place = { logId, stream: this.stream, eventId, keys };
    const paths = personalPaths(feature.workflow.transitions[request.command].input);
    return () => {
      checkKey(keys, this.stream, events);
      return {
        eventId,
        stream: this.stream,
        type: decided.type,
        schemaVersion: decided.schemaVersion,
        happenedAt,
        actor: { personId, role, ...(organId !== undefined && { organId }) },
        ...(onBehalfOf !== undefined && { onBehalfOf }),
        basis: {
          procedure: procedure.name,
          version: procedure.version,
          ...(decided.article !== undefined && { article: decided.article }),
        },
        ...(occasion.reason !== undefined && {
          reason: sealText({ ...place, path: 'reason', text: occasion.reason }),
        }),
        ...(!decided.aside && { organ: decided.organ, level: decided.level }),
        ...(occasion.attachments && {
          attachments: occasion.attachments.map(({ sha256, name }, index) => ({
            sha256,
            name: sealText({ ...place, path: `attachments.${index}.name`, text: name }),
            level: decided.level,
          })),
        }),
        ...(decided.change && { change: decided.change }),
        ...(this.origin && { imported: true as const }),
        correlationId: 'process' in by ? by.cause.correlationId : this.commandId,
        causationId: 'process' in by ? by.cause.eventId : this.commandId,
        commandId: this.commandId,
        commandDigest: this.digest(),
        data: sealData({ ...place, data: decided.data, paths }),
      };
    };
  }
}
