import { PassThrough } from 'node:stream';
import { Controller, Get, Headers, Inject, type OnModuleDestroy, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { idOf, kindOf, type Position, type Recorded } from '@cluetrail/event-sourcing';
import { allows } from '@cluetrail/access';
import { FEATURES } from '@cluetrail/clues';
import { type Standing, stateOf, type Workflow } from '@cluetrail/workflow';
import { Caller } from './caller.js';
import { INSTALLATION, type Installation } from './installation.js';
import { Opaque } from './opaque.js';
import { Problem } from './problem.js';
import { readingFor } from './queries/reading.js';

/** A reader that lags by more is cut; it resumes from the last id it saw. */
const BUFFER_BYTES = 256 * 1024;
const HEARTBEAT_MILLIS = 15_000;
const REACH_MILLIS = 5000;

/** `GET /api/live`: what happens to clues and cases that the caller may list, as server-sent events. */
@Controller('api')
export class LiveController implements OnModuleDestroy {
  private readonly cursors: Opaque;
  private readonly stopping = new AbortController();

  constructor(@Inject(INSTALLATION) private readonly installation: Installation) {
    this.cursors = new Opaque(installation.keys, 'cursor');
  }

  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /** Resumes behind `Last-Event-ID` (or `cursor`), else begins with what comes next. */
  @Get('live')
  async live(
    @Caller() personId: string,
    @Res() reply: FastifyReply,
    @Headers('last-event-id') lastEventId?: string,
    @Query('cursor') cursor?: string,
  ): Promise<void> {
    const after = await this.from(lastEventId ?? cursor);
    const gone = new AbortController();
    const stream = new PassThrough({ highWaterMark: BUFFER_BYTES });
    stream.on('close', () => gone.abort());
    reply.raw.on('close', () => stream.destroy());
    void reply
      .header('content-type', 'text/event-stream')
      .header('x-accel-buffering', 'no')
      .send(stream);
    stream.write(': cluetrail\n\n');
    const heartbeat = setInterval(() => stream.write(': still here\n\n'), HEARTBEAT_MILLIS);
    try {
      await this.tell({
        personId,
        after,
        stream,
        signal: AbortSignal.any([this.stopping.signal, gone.signal]),
      });
    } finally {
      clearInterval(heartbeat);
      stream.end();
    }
  }

  private async tell({ personId, after, stream, signal }: Telling): Promise<void> {
    const { store, runner } = this.installation;
    for await (const recorded of store.subscribe(after, signal)) {
      const told = await this.told(recorded, personId);
      if (!told) continue;
      // Who hears of it asks for it next: the read side shall know it by then.
      await runner.reached(recorded.position, REACH_MILLIS);
      const id = this.cursors.sealPosition(recorded.position);
      stream.write(`id: ${id}\nevent: ${told.kind}\ndata: ${JSON.stringify(told)}\n\n`);
      if (stream.writableLength > BUFFER_BYTES) return;
    }
  }

  /** Undefined for what the caller may not list, by the rights of this moment. */
  private async told({ event }: Recorded, personId: string) {
    const { stream, type, version, recordedAt, happenedAt, change } = event;
    const kind = kindOf(stream);
    const feature = kind === 'clue' ? FEATURES.clues : kind === 'case' ? FEATURES.cases : undefined;
    if (!feature) return undefined;
    const { engine, references } = this.installation;
    const { events } = await engine.streams.load(stream);
    const workflow = feature.workflow as unknown as Workflow; // the stream's kind chose the feature
    const state = stateOf(workflow, events);
    const row = (feature.accessOf as AccessOf)(state, (organ) => references.pathOf(organ));
    if (!allows(readingFor(this.installation, personId).subject, 'list', row)) return undefined;
    return {
      kind,
      id: idOf(stream),
      type,
      version,
      recordedAt,
      happenedAt,
      ...(change && { change }),
    };
  }

  private async from(cursor: string | undefined): Promise<Position> {
    if (cursor === undefined) return (await this.installation.store.head()).position;
    const position = this.cursors.openPosition(cursor);
    if (position === undefined)
      throw new Problem(400, 'bad-cursor', {
        errors: [
          { path: 'Last-Event-ID', expected: 'an id of this stream', found: 'another text' },
        ],
      });
    return position;
  }
}

type AccessOf = (
  state: object & Standing,
  pathOf: (organ: string) => string,
) => Parameters<typeof allows>[2];

interface Telling {
  readonly personId: string;
  readonly after: Position;
  readonly stream: PassThrough;
  readonly signal: AbortSignal;
}
