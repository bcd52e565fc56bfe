/** What requests carry beside path and body, as the description of the API tells it. */
const TEXT = { type: 'string' };

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
