import { createHash, randomBytes, randomUUID } from 'node:crypto';

export const EVENTS_PER_CLUE = 30;

/** The life of one clue as 30 drafts of about 1 KB, shaped as the command engine leaves them, sealed text included. */
export function clueDrafts(stream = `clue-${randomUUID()}`) {
  return Array.from({ length: EVENTS_PER_CLUE }, (_, index) => draft(stream, index));
}

const OPENING = [
  ['ClueDiscovered', { source: 'inspection', subjects: [{ personId: 'wu' }] }, 'none>registered'],
  ['ClueTransferred', { to: 'nn', direction: 'down' }, 'registered>inTransit'],
  ['TransferAccepted', {}, 'inTransit>withUnit'],
  ['OfficersAssigned', { officers: ['chen', 'li'] }],
  ['DisposalProposed', { way: 'verify' }, 'withUnit>disposalPending'],
  ['DisposalApproved', { way: 'verify' }],
  ['VerificationStarted', { team: ['chen', 'li'] }, 'disposalPending>verifying'],
];
const STEP = ['VerificationStepRecorded', { kind: 'talk', officers: ['chen', 'li'] }];
const TEXT_BYTES = 240;
const DAY_MILLIS = 86_400_000;
const FIRST = Date.parse('2021-10-31T01:30:00Z');

function draft(stream, index) {
  const [type, data, change] = OPENING[index] ?? STEP;
  const [from, to] = change?.split('>') ?? [];
  const commandId = randomUUID();
  return {
    eventId: randomUUID(),
    stream,
    type,
    schemaVersion: 1,
    happenedAt: {
      at: new Date(FIRST + index * DAY_MILLIS).toISOString(),
      zone: 'Asia/Shanghai',
      precision: 'ms',
    },
    actor: { personId: 'chen', role: 'case-officer', organId: 'nn' },
    basis: { procedure: 'cn-2019-example', version: 1, article: '33' },
    reason: sealed(),
    organ: 'nn',
    level: 'L1',
    ...(change && { change: { from, to } }),
    correlationId: commandId,
    causationId: commandId,
    commandId,
    commandDigest: createHash('sha256').update(commandId).digest('hex'),
    data: { ...data, note: sealed() },
  };
}

function sealed() {
  const text = (length) => randomBytes(length).toString('base64url');
  return { k: 'clue-key-1', n: text(12), c: text(TEXT_BYTES / 2) };
}
