import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Controller, Get, Inject, Param, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Attachment, Event } from '@cluetrail/event-sourcing';
import { allows, checkKey, FilesFull, masked } from '@cluetrail/access';
import { FEATURES } from '@cluetrail/clues';
import { stateOf, type Workflow } from '@cluetrail/workflow';
import { accessStreamOf, recordAccess } from './access-record.js';
import { Caller } from './caller.js';
import { isKeptFrom, linkedReportRow, raisedTo, rowOf } from './access-row.js';
import { INSTALLATION, type Installation } from './installation.js';
import { notFound, Problem } from './problem.js';
import { readingFor } from './queries/reading.js';

/** One file at the most; a body that says so is refused before it is read. */
export const ATTACHMENT_LIMIT_BYTES = 64 * 1024 * 1024;

/** Files that one person has put there and no command names yet. */
export const UNNAMED_LIMIT = 100;

interface Place {
  readonly path: string;
  readonly id: string;
}

/** Files of a clue, a case or a report: uploaded first, then named by a command (`attachments: [{ sha256, name }]`). */
@Controller('api')
export class AttachmentsController {
  /** By person and stream, since the start: what came, or is on its way, and was not named when last looked at. */
  private readonly unnamed = new Map<string, Set<string>>();

  constructor(@Inject(INSTALLATION) private readonly installation: Installation) {}

  /** The body is the file. Whole and synced when it is answered; one that no command names is harmless. */
  @Put(':path/:id/attachments')
  async upload(
    @Param() place: Place,
    @Caller() personId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { kind, stream } = streamAt(place);
    const { engine, files } = this.installation;
    const commands = await engine.openCommands(kind, stream, personId);
    if (!commands) throw notFound();
    if (!commands.some(({ refused }) => !refused)) throw new Problem(403, 'nothing-open');
    if (Number(request.headers['content-length'] ?? 0) > ATTACHMENT_LIMIT_BYTES) throw tooLarge();
    const body: unknown = request.body;
    if (!(body instanceof Readable)) throw new Problem(415, 'unsupported-media-type');
    const waiting = await this.waiting(stream, personId);
    if (waiting.size >= UNNAMED_LIMIT) this.forgetRemoved(waiting);
    if (waiting.size >= UNNAMED_LIMIT)
      throw new Problem(409, 'too-many-unnamed', { details: { expected: UNNAMED_LIMIT } });
    await this.checkKeyOf(stream);
    const coming = randomUUID();
    waiting.add(coming);
    const write = files.write(stream, body, ATTACHMENT_LIMIT_BYTES);
    const written = await write
      .finally(() => waiting.delete(coming))
      .catch((error) => {
        if (body.readableAborted && !(error instanceof FilesFull))
          throw new Problem(400, 'malformed');
        throw error;
      });
    if (written === 'too-large') {
      // What follows is not read: the connection ends with the answer.
      void reply.header('connection', 'close');
      throw tooLarge();
    }
    waiting.add(written.sha256);
    void reply.status(201).send(written);
  }

  /** Throws KeyMissing or KeyDestroyed. */
  private async checkKeyOf(stream: string): Promise<void> {
    const { engine, keys } = this.installation;
    checkKey(keys, stream, (await engine.streams.load(stream)).events);
  }

  /** Those that waited too long are there no more; what is on its way is called by a UUID. */
  private forgetRemoved(waiting: Set<string>): void {
    const there = new Set(this.installation.files.names());
    for (const one of waiting) if (!one.includes('-') && !there.has(one)) waiting.delete(one);
  }

  /** What the person has put there and no event names. */
  private async waiting(stream: string, personId: string): Promise<Set<string>> {
    const { events } = await this.installation.engine.streams.load(stream);
    const key = `${stream} ${personId}`;
    const waiting = this.unnamed.get(key) ?? new Set();
    this.unnamed.set(key, waiting);
    for (const { attachments } of waiting.size === 0 ? [] : events)
      for (const { sha256 } of attachments ?? []) waiting.delete(sha256);
    return waiting;
  }

  /** For those who may read content at the level of the file; who read it is recorded before it is sent. */
  @Get(':path/:id/attachments/:sha256')
  async download(
    @Param() { sha256, ...place }: Place & { readonly sha256: string },
    @Caller() personId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { files, unseal } = this.installation;
    const { event, index, attachment } = await this.named(place, sha256, personId);
    const found = await files.read(event.stream, sha256);
    if (found === 'destroyed') await this.checkKeyOf(event.stream);
    if (found === 'destroyed') throw new Problem(409, 'key-destroyed');
    if (typeof found === 'string') throw new Problem(502, `attachment-${found}`);
    const { subject } = readingFor(this.installation, personId);
    const data = { what: 'attachment', sha256: attachment.sha256, eventId: event.eventId };
    await recordAccess(this.installation, { subject, stream: event.stream, data });
    const name = unseal(event, `attachments.${index}.name`) ?? sha256;
    void reply
      .header('content-type', 'application/octet-stream')
      .header('content-length', found.bytes)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
      .send(Readable.from(found.content, { objectMode: false }));
  }

  /** Who read what of it, the newest last; for those who may read its content themselves. */
  @Get(':path/:id/accesses')
  async accesses(@Param() place: Place, @Caller() personId: string): Promise<object> {
    const { stream, row } = await this.placed(place);
    if (!allows(readingFor(this.installation, personId).subject, 'content', row)) throw notFound();
    const read = await this.installation.store.read(accessStreamOf(stream));
    const items = read.map(({ event: { actor, recordedAt, data } }) => ({
      ...{ person: actor.personId, role: actor.role, organ: actor.organId ?? null },
      ...{ recordedAt, ...data },
    }));
    return { items };
  }

  /** The event that names it, of the instance or of a stream that it is linked with; a 404 for what may not be read. */
  private async named(place: Place, sha256: string, personId: string) {
    const { kind, events, row } = await this.placed(place);
    const { engine } = this.installation;
    const links =
      kind === 'clue' ? events.flatMap((event) => FEATURES.clues.links?.(event) ?? []) : [];
    const linked = await Promise.all(
      [...new Set(links)].map(async (name) => {
        const { events: some } = await engine.streams.load(name);
        const report = await linkedReportRow(this.installation, some);
        if (isKeptFrom(personId, report)) return [];
        return some.flatMap(naming(sha256)).map((one) => ({ ...one, level: report?.level }));
      }),
    );
    const own = events.flatMap(naming(sha256)).map((one) => ({ ...one, level: undefined }));
    const [found] = [...own, ...linked.flat()];
    const { subject } = readingFor(this.installation, personId);
    const at = raisedTo(found?.level, raisedTo(found?.attachment.level, row));
    const mayRead = allows(subject, 'content', at) && !masked(subject, 'content', at);
    if (!found || !mayRead) throw notFound();
    return found;
  }

  /** The instance with the row that rights on it are decided on. */
  private async placed(place: Place) {
    const { kind, stream, feature } = streamAt(place);
    const { events } = await this.installation.engine.streams.load(stream);
    if (events.length === 0) throw notFound();
    const state = stateOf(feature.workflow as unknown as Workflow, events); // the path chose the feature
    const row = await rowOf(this.installation, feature, state);
    return { kind, stream, events, row };
  }
}

function naming(sha256: string) {
  return (event: Event) =>
    (event.attachments ?? []).flatMap((attachment: Attachment, index) =>
      attachment.sha256 === sha256 ? [{ event, index, attachment }] : [],
    );
}

const ID = /^[a-z0-9-]{1,64}$/;
const WITH_FILES = [FEATURES.clues, FEATURES.cases, FEATURES.reports];

function streamAt({ path, id }: Place) {
  const feature = WITH_FILES.find((one) => one.path === path);
  if (!feature || !ID.test(id)) throw notFound();
  const { kind } = feature.workflow;
  return { kind, stream: `${kind}-${id}`, feature };
}

function tooLarge(): Problem {
  return new Problem(413, 'attachment-too-large', {
    details: { expected: ATTACHMENT_LIMIT_BYTES },
  });
}
