import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import {
  Controller,
  Get,
  Headers,
  Inject,
  type OnModuleDestroy,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { idOf, kindOf, type Position, type Recorded } from '@cluetrail/event-sourcing';
import { allows } from '@cluetrail/access';
import { FEATURES } from '@cluetrail/clues';
import { stateOf, type Workflow } from '@cluetrail/workflow';
import { Caller, callerOf } from './caller.js';
import { rowOf } from './access-row.js';
import { INSTALLATION, type Installation } from './installation.js';
import { Opaque } from './opaque.js';
import { Problem } from './problem.js';
import { readingFor } from './queries/reading.js';

/** A reader that lags by more for longer is cut; it resumes from the last id it saw. */
const BUFFER_BYTES = 256 * 1024;
const SLOW_MILLIS = 5000;
const FAREWELL_MILLIS = 1000;
const MOST_LISTENERS = 500;
const HEARTBEAT_MILLIS = 15_000;
const REACH_MILLIS = 5000;

/** `GET /api/live`: what happens to clues, cases and reports that the caller may list, as server-sent events. */
@Controller('api')
export class LiveController implements OnModuleDestroy {
  private readonly cursors: Opaque;
  private readonly stopping = new AbortController();
  private listeners = 0;

  constructor(@Inject(INSTALLATION) private readonly installation: Installation) {
    this.cursors = new Opaque(installation.keys, 'cursor');
  }

  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /** Resumes behind `Last-Event-ID` (or `cursor`), else begins with what comes next. */
  @Get('live')
  async live(
    @Req() request: FastifyRequest,
    @Caller() personId: string,
    @Res() reply: FastifyReply,
    @Headers('last-event-id') lastEventId?: string,
    @Query('cursor') cursor?: string,
  ): Promise<void> {
    const after = await this.from(lastEventId ?? cursor);
    if (this.listeners >= MOST_LISTENERS)
      throw new Problem(503, 'too-many-listeners', { headers: { 'retry-after': '60' } });
    const gone = new AbortController();
    const stream = new PassThrough({ highWaterMark: BUFFER_BYTES });
    stream.on('close', () => gone.abort());
    reply.raw.on('close', () => stream.destroy());
    void reply
      .header('content-type', 'text/event-stream')
      .header('x-accel-buffering', 'no')
      .send(stream);
    // An id at once: who hears nothing before he is cut off can resume all the same.
    stream.write(`: cluetrail\nid: ${this.cursors.sealPosition(after)}\n\n`);
    const heartbeat = setInterval(() => stream.write(': still here\n\n'), HEARTBEAT_MILLIS);
    const signal = AbortSignal.any([this.stopping.signal, gone.signal]);
    this.listeners++;
    try {
      const kept = await this.tell({ request, personId, after, stream, signal });
      if (!kept) reply.raw.destroy();
    } finally {
      this.listeners--;
      clearInterval(heartbeat);
      stream.end();
      // Nobody waits for one who does not even take the rest.
      setTimeout(() => reply.raw.writableFinished || reply.raw.destroy(), FAREWELL_MILLIS).unref();
    }
  }

  /** False: the reader is too slow. */
  private async tell({ request, personId, after, stream, signal }: Telling): Promise<boolean> {
    const { store, runner } = this.installation;
    for await (const recorded of store.subscribe(after, signal)) {
      const told = await this.told(recorded, personId);
      if (!told) continue;
      // Rights are those of now, and so are tokens.
      if (!this.isStillCaller(request)) return true;
      // Who hears of it asks for it next: the read side shall know it by then.
      await runner.reached(recorded.position, REACH_MILLIS);
      const id = this.cursors.sealPosition(recorded.position);
      const text = `id: ${id}\nevent: ${told.kind}\ndata: ${JSON.stringify(told)}\n\n`;
      if (!stream.write(text) && !(await drained(stream, signal))) return signal.aborted;
    }
    return true;
  }

  private isStillCaller(request: FastifyRequest): boolean {
    try {
      return callerOf(this.installation, request) !== undefined;
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }

  /** Undefined for what the caller may not list, by the rights of this moment. */
  private async told({ event }: Recorded, personId: string) {
    const { stream, type, version, recordedAt, happenedAt, change } = event;
    const kind = kindOf(stream);
    const feature = [FEATURES.clues, FEATURES.cases, FEATURES.reports].find(
      ({ workflow }) => workflow.kind === kind,
    );
    if (!feature) return undefined;
    const { events } = await this.installation.engine.streams.load(stream);
    const workflow = feature.workflow as unknown as Workflow; // the stream's kind chose the feature
    const state = stateOf(workflow, events);
    const row = await rowOf(this.installation, feature, state);
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

interface Telling {
  readonly request: FastifyRequest;
  readonly personId: string;
  readonly after: Position;
  readonly stream: PassThrough;
  readonly signal: AbortSignal;
}

/** False when the reader has not made room in time. */
async function drained(stream: PassThrough, signal: AbortSignal): Promise<boolean> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(SLOW_MILLIS)]);
  try {
    await once(stream, 'drain', { signal: limit });
    return true;
  } catch (error) {
    if (limit.aborted) return false;
    throw error;
  }
}
