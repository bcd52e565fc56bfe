import { createRequire } from 'node:module';
import type * as Shared from '@eventstore/db-client/generated/shared_pb.js';
import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Proposed, StubAppend, StubRecord } from './stub-database.js';

// The generated code is CommonJS whose exports cannot be seen from outside.
const require = createRequire(import.meta.url);
const {
  Empty,
  StreamIdentifier,
  UUID,
}: typeof Shared = require('@eventstore/db-client/generated/shared_pb.js');
const {
  AppendResp,
  ReadResp,
}: typeof Streams = require('@eventstore/db-client/generated/streams_pb.js');

export interface AppendOptions {
  readonly stream: string;
  /** -1 = no stream. */
  readonly expected: bigint;
}

export function appendOptionsOf(request: Streams.AppendReq): AppendOptions | undefined {
  const options = request.getOptions();
  if (!options) return undefined;
  const stream = Buffer.from(options.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString();
  return { stream, expected: options.hasRevision() ? BigInt(options.getRevision()) : -1n };
}

export function proposedOf(request: Streams.AppendReq): Proposed | undefined {
  const message = request.getProposedMessage();
  if (!message) return undefined;
  const fields = message.getMetadataMap();
  return {
    id: idOf(message.getId()),
    type: fields.get('type') ?? '',
    contentType: fields.get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

function idOf(id: Shared.UUID | undefined): string {
  if (id?.hasString()) return id.getString();
  const bits = id?.getStructured();
  const half = (value = '0') => BigInt.asUintN(64, BigInt(value)).toString(16).padStart(16, '0');
  const hex = half(bits?.getMostSignificantBits()) + half(bits?.getLeastSignificantBits());
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Undefined where the server answers with an error instead. */
export function appendAnswer(expected: bigint, answer: StubAppend): Streams.AppendResp | undefined {
  const response = new AppendResp();
  if (answer.result === 'success') {
    const place = new AppendResp.Position();
    place.setCommitPosition(String(answer.position)).setPreparePosition(String(answer.position));
    const success = new AppendResp.Success().setCurrentRevision(String(answer.revision));
    return response.setSuccess(success.setPosition(place));
  }
  if (answer.result !== 'wrong-expected-version') return undefined;
  const wrong = new AppendResp.WrongExpectedVersion();
  if (expected < 0n) wrong.setExpectedNoStream(new Empty());
  else wrong.setExpectedRevision(String(expected));
  if (answer.current < 0n) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentRevision(String(answer.current));
  return response.setWrongExpectedVersion(wrong);
}

export function eventMessage(record: StubRecord): Streams.ReadResp {
  const event = new ReadResp.ReadEvent.RecordedEvent();
  event.setId(new UUID().setString(record.id));
  event.setStreamIdentifier(streamNamed(record.stream));
  event.setStreamRevision(String(record.revision));
  event.setCommitPosition(String(record.position)).setPreparePosition(String(record.position));
  const fields = event.getMetadataMap();
  fields.set('type', record.type);
  fields.set('content-type', record.contentType);
  fields.set('created', '16356528000000000');
  event.setData(record.data).setCustomMetadata(record.metadata);
  const read = new ReadResp.ReadEvent().setEvent(event);
  return new ReadResp().setEvent(read.setCommitPosition(String(record.position)));
}

export function notFoundMessage(stream: string): Streams.ReadResp {
  const found = new ReadResp.StreamNotFound().setStreamIdentifier(streamNamed(stream));
  return new ReadResp().setStreamNotFound(found);
}

export function confirmationMessage(): Streams.ReadResp {
  const confirmed = new ReadResp.SubscriptionConfirmation().setSubscriptionId('stub');
  return new ReadResp().setConfirmation(confirmed);
}

export function caughtUpMessage(): Streams.ReadResp {
  return new ReadResp().setCaughtUp(new ReadResp.CaughtUp());
}

export function checkpointMessage(position: bigint): Streams.ReadResp {
  const reached = new ReadResp.Checkpoint().setCommitPosition(String(position));
  return new ReadResp().setCheckpoint(reached.setPreparePosition(String(position)));
}

function streamNamed(name: string): Shared.StreamIdentifier {
  return new StreamIdentifier().setStreamName(Buffer.from(name));
}
