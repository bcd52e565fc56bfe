import type { Journey, Organ } from './journey.js';

export const DIGEST = '3b'.repeat(32);

/** Between which organs a clue goes; the county verifies. */
export interface Route {
  readonly from: Organ;
  readonly to: Organ;
}

export const GUIZHOU: Route = { from: 'bijie', to: 'nayong' };
export const GUANGXI: Route = { from: 'baise', to: 'lingyun' };

/** Found, handed over, proposed and approved in the days before, so that its verification starts on this day. */
export async function verifying(
  journey: Journey,
  start: string,
  { from, to }: Route = GUIZHOU,
): Promise<string> {
  const day = (before: number) =>
    new Date(Date.parse(`${start}T01:00:00.000Z`) - before * 86_400_000).toISOString();
  const stream = await journey.at(day(9)).done(`an-${from}`, 'discover', {
    input: {
      source: 'report',
      subjects: [{ personId: 'zhao', managingOrganId: to }],
      summary: '反映赵某某套取补贴资金',
    },
  });
  const input = { to, direction: 'down' };
  await journey.at(day(8)).done(`bai-${from}`, 'transfer', { stream, input });
  await journey.at(day(6)).done(`bai-${to}`, 'acceptTransfer', { stream });
  await journey.at(day(5)).done(`du-${to}`, 'assignOfficers', {
    stream,
    input: { officers: [`li-${to}`, `wang-${to}`] },
  });
  await journey
    .at(day(3))
    .done(`li-${to}`, 'proposeDisposal', { stream, input: { way: 'verify' } });
  await journey.at(day(1)).done(`gao-${to}`, 'approveDisposal', { stream });
  await journey.at(day(0)).done(`du-${to}`, 'startVerification', {
    stream,
    input: { team: [`li-${to}`, `wang-${to}`] },
  });
  return stream;
}

/** Both sign on the same day. */
export async function signed(journey: Journey, stream: string, { to }: Route = GUIZHOU) {
  const input = { digest: DIGEST };
  await journey.done(`li-${to}`, 'signVerificationReport', { stream, input });
  await journey.done(`wang-${to}`, 'signVerificationReport', { stream, input });
}

export const REPORT = {
  digest: DIGEST,
  findings: [{ matter: '补贴资金', result: 'substantiated' }],
  proposal: 'file',
};

/** Two months for the verification, a little less than needed; a month for the investigation. */
export async function settledClue(journey: Journey, start: string): Promise<string> {
  const stream = await verifying(journey, start);
  const day = (after: number) =>
    new Date(Date.parse(`${start}T01:00:00.000Z`) + after * 86_400_000).toISOString();
  await signed(journey.at(day(53)), stream);
  await journey
    .at(day(54))
    .done('li-nayong', 'submitVerificationReport', { stream, input: REPORT });
  await journey.at(day(56)).done('gao-nayong', 'concludeVerification', {
    ...{ stream, input: { outcome: 'file' } },
  });
  await journey.at(day(59)).done('gao-nayong', 'startInvestigation', {
    ...{ stream, input: { officers: ['li-nayong', 'fang-nayong'] } },
  });
  const started = (await journey.events(stream)).at(-1);
  await journey.at(day(94)).done('li-nayong', 'concludeInvestigation', {
    ...{ stream: `case-${String(started?.data.caseId)}`, input: { finding: 'violation' } },
  });
  await journey
    .at(day(98))
    .done('bai-nayong', 'settle', { stream, input: { outcome: 'sanctioned' } });
  return stream;
}
