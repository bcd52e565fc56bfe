import type { Data, Event, References } from '@cluetrail/event-sourcing';
import type { OrganEstablished } from '@cluetrail/access';
import { PROCEDURE_PUBLISHED, type Capacity, type Procedure } from '@cluetrail/workflow';
import { shippedProcedures } from '../procedures.js';

/** The office in which every person of the tests acts, unless a test says otherwise. */
export const OFFICES = {
  an: ['intake', 'bijie'],
  bai: ['clue-admin', 'bijie'],
  luo: ['unit-head', 'bijie'],
  chen: ['clue-admin', 'nayong'],
  du: ['unit-head', 'nayong'],
  li: ['case-officer', 'nayong'],
  wang: ['case-officer', 'nayong'],
  fang: ['case-officer', 'nayong'],
  wu: ['case-officer', 'nayong'],
  gao: ['leader', 'nayong'],
  hu: ['leader', 'nayong'],
  shi: ['adjudicator', 'nayong'],
  tan: ['adjudicator', 'nayong'],
  kong: ['leader', 'bijie'],
  mei: ['supervisor', 'bijie'],
  mao: ['case-officer', 'bijie'],
  nie: ['case-officer', 'bijie'],
  ren: ['leader', 'guizhou'],
  bei: ['leader', 'qianxi'],
  bao: ['case-officer', 'guizhou'],
  zhu: ['case-officer', 'guizhou'],
  fu: ['auditor', 'nayong'],
} as const;
export type PersonId = keyof typeof OFFICES;

/** What the product ships under this name and version. */
export function shipped(name: string, version: number): Procedure {
  const found = shippedProcedures().find((one) => one.name === name && one.version === version);
  if (!found) throw new Error(`shipped procedures: found no ${name} version ${version}`);
  return found;
}

/** The clue is about him. */
export const SUBJECT = 'zhao';

export const ZONE = 'Asia/Shanghai';

export const CN = shipped('cn-2019-example', 1);

/** The whole life of a clue. */
export const CN2 = shipped('cn-2019-example', 2);

/** With intake kept apart from handling, and decisions by rank. */
export const CN3 = shipped('cn-2019-example', 3);

/** The same; what was approved is owed no more once it holds no more. */
export const CN4 = shipped('cn-2019-example', 4);

/** The same; what is told long after it happened is countersigned. */
export const CN5 = shipped('cn-2019-example', 5);

export const SYSTEM: Capacity = { personId: 'system:investigation', role: 'system' };

export function officeOf(personId: PersonId): Capacity {
  const [role, organId] = OFFICES[personId];
  return { personId, role, organId };
}

/** Of those alone who act in the tests. */
export function roleOf(personId: string): string {
  return Object.hasOwn(OFFICES, personId) ? OFFICES[personId as PersonId][0] : ''; // its names are those ids
}

export function organOf(personId: string): string {
  return Object.hasOwn(OFFICES, personId) ? OFFICES[personId as PersonId][1] : ''; // its names are those ids
}

/** In the office that another has lent him. */
export function lentTo(personId: PersonId, of: PersonId): Capacity {
  return { ...officeOf(of), personId, onBehalfOf: of };
}

const PREFECTURE: OrganEstablished = {
  name: { en: 'Bijie', zh: '毕节' },
  tier: 'prefecture',
  region: 'CN',
  zone: ZONE,
};
const COUNTY: OrganEstablished = {
  parent: 'bijie',
  name: { en: 'Nayong', zh: '纳雍' },
  tier: 'county',
  region: 'CN',
  zone: ZONE,
};

/** Nayong lies below Bijie; both follow the national calendar. */
export const REFERENCES: References = {
  events: (stream) => known.get(stream) ?? [],
};

/** An event of the installation itself. */
export function systemEvent(stream: string, type: string, data: object): Event {
  return {
    eventId: `${stream}/1`,
    stream,
    version: 1,
    type,
    schemaVersion: 1,
    happenedAt: { at: '2021-01-01T00:00:00.000Z', zone: 'UTC', precision: 'ms' },
    recordedAt: '2021-01-01T00:00:00.000000Z',
    actor: { personId: 'system:setup', role: 'system' },
    correlationId: 'setup',
    causationId: 'setup',
    commandId: 'setup',
    data: JSON.parse(JSON.stringify(data)) as Data, // plain JSON, as the log holds it
  };
}

const known = Map.groupBy(
  [
    systemEvent('organ-bijie', 'OrganEstablished', PREFECTURE),
    systemEvent('organ-nayong', 'OrganEstablished', COUNTY),
    ...shippedProcedures().map((content) => ({
      ...systemEvent(`procedure-${content.name}`, PROCEDURE_PUBLISHED, {
        name: content.name,
        version: content.version,
        hash: '',
        content,
      }),
      version: content.version,
    })),
  ],
  ({ stream }) => stream,
);
