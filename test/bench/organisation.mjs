import { door } from './house.mjs';

const { applyOrganisation, tokenFor } = await door('apps/api');

const STAFF = [
  ['mo', 'gx', 'intake'],
  ['an', 'gx', 'clue-admin'],
  ['lu', 'gx', 'supervisor'],
  ['bo', 'nn', 'clue-admin'],
  ['hu', 'nn', 'unit-head'],
  ['chen', 'nn', 'case-officer'],
  ['li', 'nn', 'case-officer'],
  ['tan', 'nn', 'leader'],
];

const lines = (line) => STAFF.map(line).join('\n');

const ORGANISATION = `organs:
  - { id: gx, name: { en: Guangxi, zh: 广西 }, tier: province, region: CN-GX, zone: Asia/Shanghai }
  - { id: nn, name: { en: Nanning, zh: 南宁 }, tier: prefecture, parent: gx }
people:
${lines(([id]) => `  - { id: ${id}, name: ${id} }`)}
appointments:
${lines(
  ([id, organ, role]) =>
    `  - { person: ${id}, organ: ${organ}, role: ${role}, clearance: L3, from: 2020-01-01 }`,
)}
`;

/** Two organs and who works there. Answers each person's token. */
export async function establish(installation) {
  await applyOrganisation(installation, ORGANISATION, { dryRun: false });
  const tokens = new Map();
  for (const [personId] of STAFF)
    tokens.set(personId, (await tokenFor(installation, { personId, label: 'bench' })).token);
  return tokens;
}
