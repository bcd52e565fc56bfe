import type { Told } from './http-journey.js';

export const TEAM = ['officer-1-nn', 'officer-2-nn'];
export const DIGEST = 'ab'.repeat(32);

/** What its officers and leaders give on a clue that they handle, until its case is filed on 15 November 2021. */
export const FILED: readonly Told[] = [
  ['2021-10-11', TEAM[0], 'proposeDisposal', { way: 'verify' }],
  ['2021-10-12', 'head-nn', 'deliberate', { participants: ['head-nn', 'leader-nn', ...TEAM] }],
  ['2021-10-13', 'leader-nn', 'approveDisposal'],
  ['2021-10-14', 'head-nn', 'startVerification', { team: TEAM }],
  ['2021-11-08', TEAM[0], 'signVerificationReport', { digest: DIGEST }],
  ['2021-11-09', TEAM[1], 'signVerificationReport', { digest: DIGEST }],
  [
    ...(['2021-11-10', TEAM[0], 'submitVerificationReport'] as const),
    { digest: DIGEST, findings: [{ matter: '补贴', result: 'substantiated' }], proposal: 'file' },
  ],
  ['2021-11-12', 'leader-nn', 'concludeVerification', { outcome: 'file' }],
  ['2021-11-15', 'leader-nn', 'startInvestigation', { officers: TEAM }],
];

/** What its officers give on that case: each signs the report, and one of them hands it in, on the same day or a later one. */
export function handedIn(signed: string, concluded = signed): readonly Told[] {
  return [
    ...TEAM.map((as): Told => [signed, as, 'signInvestigationReport', { digest: DIGEST }]),
    [concluded, TEAM[0], 'concludeInvestigation', { finding: 'violation', digest: DIGEST }],
  ];
}
