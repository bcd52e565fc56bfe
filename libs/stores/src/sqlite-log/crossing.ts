import type {
  Answer,
  AppendRequest,
  OtherRequest,
  Request,
  SentAnswer,
  SentAppend,
  ToWriter,
} from './messages.js';

// How appends and their answers cross to the writer thread and back: as tuples, since the names of fields would take
// twice the time of what stands in them, and the drafts end to end in one buffer, handed over: each on its own would be
// copied, and collected, on both sides.

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
  const buffer = endToEnd(drafts);
  return {
    message: { appends, drafts: buffer, others, more },
    moved: buffer.byteLength > 0 ? [buffer] : [],
  };
}

/** Calls back with each append of a message, in order. */
export function eachAppend(
  { appends, drafts: buffer }: ToWriter,
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

export function sentAnswer(answer: Answer): SentAnswer {
  return answer.outcome === 'appended' ? answer.places : answer;
}

export function answerOf(sent: SentAnswer): Answer {
  return 'outcome' in sent ? sent : { outcome: 'appended', places: sent };
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
