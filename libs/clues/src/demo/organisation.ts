/** Organs of the demo: five regions below one root; each hands clues down to those below it. */
export const DEMO_ORGANS = [
  { id: 'cn', en: 'Central organ', zh: '中央机关', tier: 'nation', region: 'CN' },
  { id: 'gx', parent: 'cn', en: 'Guangxi', zh: '广西', tier: 'province', region: 'CN-GX' },
  { id: 'nn', parent: 'gx', en: 'Nanning', zh: '南宁', tier: 'prefecture', region: 'CN-GX' },
  { id: 'hc', parent: 'gx', en: 'Hechi', zh: '河池', tier: 'prefecture', region: 'CN-GX' },
  { id: 'gz', parent: 'cn', en: 'Guizhou', zh: '贵州', tier: 'province', region: 'CN' },
  { id: 'zy', parent: 'gz', en: 'Zunyi', zh: '遵义', tier: 'prefecture', region: 'CN' },
  { id: 'bj', parent: 'gz', en: 'Bijie', zh: '毕节', tier: 'prefecture', region: 'CN' },
  { id: 'xj', parent: 'cn', en: 'Xinjiang', zh: '新疆', tier: 'province', region: 'CN' },
  { id: 'ht', parent: 'xj', en: 'Hotan', zh: '和田', tier: 'prefecture', region: 'CN' },
  { id: 'sc', parent: 'cn', en: 'Sichuan', zh: '四川', tier: 'province', region: 'CN' },
  { id: 'ls', parent: 'sc', en: 'Liangshan', zh: '凉山', tier: 'prefecture', region: 'CN' },
  { id: 'yn', parent: 'cn', en: 'Yunnan', zh: '云南', tier: 'province', region: 'CN' },
  { id: 'hh', parent: 'yn', en: 'Honghe', zh: '红河', tier: 'prefecture', region: 'CN' },
] as const;

export type DemoOrgan = (typeof DEMO_ORGANS)[number]['id'];

/** The persons of the demo whose tokens it prints. */
export const DEMO_PERSONS = {
  officer: 'demo-officer',
  supervisor: 'demo-supervisor',
  auditor: 'demo-auditor',
} as const;

/** Who hands down to whom. */
export const ROUTES: readonly (readonly [DemoOrgan, DemoOrgan])[] = DEMO_ORGANS.flatMap((organ) =>
  'parent' in organ && organ.parent !== 'cn' ? [[organ.parent, organ.id] as const] : [],
);

/** The organ above; none above the root. */
export function superiorOf(id: DemoOrgan): DemoOrgan | undefined {
  const found = DEMO_ORGANS.find((organ) => organ.id === id);
  return found && 'parent' in found ? found.parent : undefined;
}

const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'];
const GIVEN = [
  '伟',
  '芳',
  '娜',
  '敏',
  '静',
  '强',
  '磊',
  '洋',
  '勇',
  '艳',
  '杰',
  '娟',
  '涛',
  '明',
  '超',
  '霞',
  '平',
  '刚',
  '桂英',
  '建国',
];

const LATIN_GIVEN = ['Grace', 'Daniel', 'Helen', 'Peter', 'Nora', 'Simon', 'Alice'];
const LATIN_SURNAMES = ['Wang', 'Li', 'Huang', 'Luo', 'Ma', 'Tursun', 'Jike'];

/** A fictional name, one in six in Latin letters; the same number gives the same name. */
export function demoName(number: number): string {
  if (number % 6 === 5)
    return `${LATIN_GIVEN[number % LATIN_GIVEN.length]} ${LATIN_SURNAMES[Math.floor(number / 7) % LATIN_SURNAMES.length]}`;
  return (
    SURNAMES[number % SURNAMES.length] +
    GIVEN[(number * 7 + Math.floor(number / 20)) % GIVEN.length]
  );
}

export interface DemoStaff {
  readonly intake: string;
  readonly admin: string;
  readonly head: string;
  readonly leader: string;
  readonly officers: readonly string[];
  readonly adjudicators: readonly string[];
}

/** The people of an organ, by office. The officer of Nanning is the one whose token the demo prints. */
export function staffOf(organ: DemoOrgan): DemoStaff {
  const officers = [1, 2, 3, 4].map((n) => `officer-${organ}-${n}`);
  if (organ === 'nn') officers[0] = DEMO_PERSONS.officer;
  return {
    intake: `intake-${organ}`,
    admin: `admin-${organ}`,
    head: `head-${organ}`,
    leader: `leader-${organ}`,
    officers,
    adjudicators: [1, 2].map((n) => `adjudicator-${organ}-${n}`),
  };
}

/** The whole organisation in the form that `cluetrail org apply` takes. */
export function demoOrganisation(from: string): string {
  const organs = DEMO_ORGANS.map(({ id, en, zh, tier, region, ...rest }) => {
    const parent = 'parent' in rest ? `parent: ${rest.parent}, ` : '';
    return `  - { id: ${id}, ${parent}name: { en: ${en}, zh: ${zh} }, tier: ${tier}, region: ${region}, zone: Asia/Shanghai }`;
  });
  const offices = [
    [DEMO_PERSONS.supervisor, 'cn', 'supervisor'],
    [DEMO_PERSONS.auditor, 'cn', 'auditor'],
    ...DEMO_ORGANS.flatMap(({ id }) => {
      const { intake, admin, head, leader, officers, adjudicators } = staffOf(id);
      return [
        [intake, id, 'intake'],
        [admin, id, 'clue-admin'],
        [head, id, 'unit-head'],
        [leader, id, 'leader'],
        ...officers.map((officer) => [officer, id, 'case-officer']),
        ...adjudicators.map((one) => [one, id, 'adjudicator']),
      ];
    }),
  ];
  const people = offices.map(
    ([person], index) => `  - { id: ${person}, name: ${demoName(index + 301)} }`,
  );
  const appointments = offices.map(
    ([person, organ, role]) =>
      `  - { person: ${person}, organ: ${organ}, role: ${role}, clearance: ${person === DEMO_PERSONS.auditor ? 'L4' : 'L3'}, from: ${from} }`,
  );
  return ['organs:', ...organs, 'people:', ...people, 'appointments:', ...appointments, ''].join(
    '\n',
  );
}
