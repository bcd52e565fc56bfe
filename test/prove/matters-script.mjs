const OFFICES = [
  ...[
    ['an', 'bijie', 'intake'],
    ['bai', 'bijie', 'clue-admin'],
    ['gao', 'bijie', 'leader'],
    ['mao', 'bijie', 'auditor'],
    ['chief', 'bijie', 'leader'],
  ],
  ...[
    ['chen', 'nayong', 'clue-admin'],
    ['du', 'nayong', 'unit-head'],
    ['hu', 'nayong', 'leader'],
  ],
  ...[
    ['li', 'nayong', 'case-officer'],
    ['wang', 'nayong', 'case-officer'],
  ],
];

export const ORGANISATION = `organs:
  - { id: bijie, name: { en: Bijie, zh: 毕节 }, tier: prefecture, region: CN, zone: Asia/Shanghai }
  - { id: nayong, parent: bijie, name: { en: Nayong, zh: 纳雍 }, tier: county, region: CN, zone: Asia/Shanghai }
people:
${OFFICES.map(([person]) => `  - { id: ${person}, name: ${person} }`).join('\n')}
appointments:
${OFFICES.map(([person, organ, role]) => `  - { person: ${person}, organ: ${organ}, role: ${role}, clearance: ${role === 'auditor' ? 'L4' : 'L3'}, from: 2020-01-01 }`).join('\n')}
`;

/** Each matter is allocated, and then split, merged into an earlier one, found to be a duplicate of it, or handed over. */
export function mattersScript(matters, seed) {
  let state = seed >>> 0;
  const random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  const commands = [];
  let host;
  for (let number = 0; number < matters; number++) {
    const clue = `clue-${number}`;
    const people = [`a-${number}`, `b-${number}`];
    const give = (by, command, input, on = clue) =>
      commands.push({ key: `${clue} ${commands.length}`, by, command, on, input });
    for (const key of people)
      commands.push({
        key,
        by: 'an',
        kind: 'person',
        command: 'registerPerson',
        input: { name: key },
      });
    commands.push({
      ...{ key: clue, by: 'an', command: 'discover' },
      input: {
        source: 'report',
        subjects: people.map((key) => ({ personId: `@${key}`, managingOrganId: 'nayong' })),
        summary: `matter ${number}`,
      },
    });
    const allocation = { mode: 'assign', to: 'nayong' };
    give('bai', 'checkDuplicates');
    give('bai', 'classify', { level: 'L1' });
    give('bai', 'proposeAllocation', allocation);
    give('gao', 'approveAllocation', allocation);
    const way = random();
    const reason = 'as the rules say';
    if (way < 0.3)
      give('gao', 'split', { children: people.map((key) => ({ subjects: [`@${key}`] })), reason });
    else if (way < 0.55 && host) give('gao', 'mergeInto', { survivor: `@${host}`, reason });
    else if (way < 0.75 && host) give('bai', 'markDuplicate', { survivor: `@${host}`, reason });
    else if (way < 0.9) {
      give('bai', 'transfer', { to: 'nayong', direction: 'down', mode: 'assign' });
      give('chen', 'acceptTransfer');
      give('du', 'assignOfficers', { officers: ['li', 'wang'] });
    } else host = clue;
  }
  return commands;
}
