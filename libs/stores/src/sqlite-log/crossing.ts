import type {
  Answer,
  AppendRequest,
  OtherRequest,
  Place,
  Request,
  SentAnswer,
  SentAppend,
  SentGroup,
  SentRun,
  ToWriter,
} from './messages.js';
import type { Tip } from '../shared/pin.js';

// How appends and their answers cross to the writer thread and back: as tuples and text, since the names of fields, and
// each array of bytes, would take twice the time of what stands in them; and the drafts end to end in one buffer, handed
// over: each on its own would be copied, and collected, on both sides.

/** What goes over at once, and what of it changes hands. */
export function packed(
  requests: readonly Request[],
  more: boolean,
): { message: ToWriter; moved: ArrayBuffer[] } {
  const appends: SentAppend[] = [];
  const others: OtherRequest[] = [];
  const drafts: Uint8Array[] = [];
  for (const request of requests) {
    if (request.op !== 'append') {
      others.push(request);
      continue;
    }
    const { stream, expected, now, ids } = request.body;
    drafts.push(...request.body.drafts);
    const lengths = request.body.drafts.map(({ length }) => length);
    appends.push([request.id, stream, expected, now, ids, lengths]);
  }
  // What its maker keeps is copied on its way in any case.
  if (drafts.length === 1 && drafts[0].length === drafts[0].buffer.byteLength)
    return { message: [appends, drafts[0].buffer, others, more], moved: [] };
  const buffer = endToEnd(drafts);
  return {
    message: [appends, buffer, others, more],
    moved: buffer.byteLength > 0 ? [buffer] : [],
  };
}

/** Calls back with each append of a message, in order. */
export function eachAppend(
  [appends, buffer]: ToWriter,
  take: (id: number, body: AppendRequest) => void,
): void {
  let offset = 0;
  for (const [id, stream, expected, now, ids, lengths] of appends) {
    const drafts = lengths.map((length) => {
      const draft = new Uint8Array(buffer, offset, length);
      offset += length;
      return draft;
    });
    take(id, { stream, expected, now, ids, drafts });
  }
}

export function sentGroup(
  ids: readonly number[],
  answers: readonly Answer[],
  { position, leaf }: Tip,
): SentGroup {
  return [ids, answers.map(sentAnswer), position, Buffer.from(leaf).toString('hex')];
}

/** Calls back with each answer, in order; answers the end. */
export function eachAnswer(
  [ids, answers, position, leaf]: SentGroup,
  take: (id: number, answer: Answer) => void,
): Tip {
  ids.forEach((id, index) => take(id, answerOf(answers[index])));
  return { position, leaf: Uint8Array.from(Buffer.from(leaf, 'hex')) };
}

function sentAnswer(answer: Answer): SentAnswer {
  if (answer.outcome !== 'appended') return answer;
  const { places } = answer;
  const [[position, version, recordedAt]] = places;
  const isRun = places.every(
    (place, index) =>
      place[0] === position + index && place[1] === version + index && place[2] === recordedAt,
  );
  return isRun ? [position, version, recordedAt, places.length] : places;
}

function answerOf(sent: SentAnswer): Answer {
  if ('outcome' in sent) return sent;
  return { outcome: 'appended', places: isRun(sent) ? placesOf(sent) : sent };
}

function isRun(sent: SentRun | readonly Place[]): sent is SentRun {
  return typeof sent[0] === 'number';
}

function placesOf([position, version, recordedAt, count]: SentRun): readonly Place[] {
  if (count === 1) return [[position, version, recordedAt]];
  return Array.from({ length: count }, (_, index) => [
    position + index,
    version + index,
    recordedAt,
  ]);
}

function endToEnd(parts: readonly Uint8Array[]): ArrayBuffer {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole.buffer;
}
