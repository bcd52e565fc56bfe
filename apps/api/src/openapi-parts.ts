export type Schema = Readonly<Record<string, unknown>>;

export const TEXT: Schema = { type: 'string' };

const SENTENCE: Schema = {
  type: 'object',
  properties: { en: TEXT, zh: TEXT },
  required: ['en', 'zh'],
};
export const DONE: Schema = {
  type: 'object',
  properties: {
    id: TEXT,
    stream: TEXT,
    version: { type: 'integer' },
    eventId: TEXT,
    recordedAt: TEXT,
    receipt: TEXT,
  },
  required: ['id', 'stream', 'version', 'eventId', 'recordedAt', 'receipt'],
};
export const PROBLEM: Schema = {
  type: 'object',
  properties: {
    type: TEXT,
    title: TEXT,
    status: { type: 'integer' },
    code: TEXT,
    detail: SENTENCE,
    instance: TEXT,
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: TEXT, expected: TEXT, found: TEXT } },
    },
  },
  required: ['type', 'title', 'status', 'code', 'detail'],
};

export const AFTER = {
  name: 'after',
  in: 'query',
  schema: TEXT,
  description: 'a receipt: the answer includes that write',
};
export const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  required: true,
  schema: TEXT,
  description: 'the ETag that was seen',
};
export const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};
