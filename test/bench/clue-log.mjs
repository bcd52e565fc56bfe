import { createHash, randomUUID } from 'node:crypto';

const AT_ONCE = 32;
const DAY_MILLIS = 86_400_000;
const FIRST = Date.parse('2021-01-04T01:30:00Z');
const digest = createHash('sha256').update('report').digest('hex');
const TEAM = ['chen', 'li'];

/** Who gives which command, after how many days. */
const LIFE = [
  ['an', 'transfer', { to: 'nn', direction: 'down', note: '请南宁市纪委依管辖权限办理' }, 3],
  ['bo', 'acceptTransfer', {}, 6],
  ['hu', 'assignOfficers', { officers: TEAM }, 2],
  ['chen', 'proposeDisposal', { way: 'verify', plan: '拟调取账册并谈话核实' }, 25],
  ['tan', 'approveDisposal', {}, 2],
  ['hu', 'startVerification', { team: TEAM, plan: '两人核实，调取账册' }, 1],
  ...['talk', 'retrieval', 'query', 'talk', 'appraisal', 'talk'].map((kind) => [
    'li',
    'recordVerificationStep',
    { kind, officers: TEAM, note: '询问经办人并核对票据，形成笔录' },
    9,
  ]),
  ['chen', 'signVerificationReport', { digest }, 2],
  ['li', 'signVerificationReport', { digest }, 1],
  [
    'chen',
    'submitVerificationReport',
    { digest, findings: [{ matter: 'invoices', result: 'unsubstantiated' }], proposal: 'close' },
    1,
  ],
  ['tan', 'concludeVerification', { outcome: 'close' }, 5],
  ['bo', 'settle', { outcome: 'no-violation' }, 2],
].map(([by, command, body, days]) => ({ by, command, body, days }));

/**
 * Clues through the product's own command engine: discovered a day apart, each with a subject of his own, lived up to
 * a stage that differs from clue to clue, so that some are settled and many are overdue.
 */
export async function seedClues(installation, count) {
  const numbers = Array.from({ length: count }, (_, index) => index);
  const next = async () => {
    for (let number; (number = numbers.shift()) !== undefined;) await live(installation, number);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

async function live({ engine }, number) {
  let at = FIRST + (number % 1500) * DAY_MILLIS;
  const subject = await give(engine, {
    kind: 'person',
    command: 'registerPerson',
    by: 'mo',
    body: { name: `某人${number}`, unit: '某局', post: '科长' },
  });
  let last = await give(engine, {
    kind: 'clue',
    command: 'discover',
    by: 'mo',
    body: discovery(subject, at),
  });
  const stages = 1 + ((number * 7) % LIFE.length);
  for (const { command, by, body, days } of LIFE.slice(0, stages)) {
    at += days * DAY_MILLIS;
    const { stream, version } = last;
    last = await give(engine, {
      kind: 'clue',
      command,
      by,
      stream,
      expectedVersion: version,
      body: { ...body, happenedAt: timeOf(at) },
    });
  }
}

/** Also the body of the command that is measured over HTTP. */
export function discovery({ stream }, at) {
  return {
    source: 'inspection',
    field: 'construction',
    subjects: [{ personId: stream.slice('person-'.length), managingOrganId: 'nn' }],
    summary: '反映其在工程招投标中收受礼金，涉及票据三张',
    happenedAt: timeOf(at),
  };
}

async function give(engine, { by, ...request }) {
  const answer = await engine.give({ ...request, by: { personId: by, key: randomUUID() } });
  if (answer.outcome === 'done') return answer.receipts[0];
  throw new Error(`bench: ${request.command} by ${by}: ${JSON.stringify(answer)}`);
}

function timeOf(millis) {
  return new Date(millis).toISOString();
}
