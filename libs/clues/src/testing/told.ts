import {
  derivedId,
  eventIdOf,
  FACT_CORRECTED,
  happenedAtOf,
  type Data,
  type Event,
  type HappenedAt,
  type Json,
} from '@cluetrail/event-sourcing';
import type { Capacity } from '@cluetrail/workflow';
import { CN, officeOf, SUBJECT, SYSTEM, ZONE, type PersonId } from './office.js';

/** An event as a test tells it; the rest of the envelope is filled in by {@link stamped}. */
export interface Told {
  readonly type: string;
  readonly on: When;
  readonly by: Capacity;
  readonly organ: string;
  readonly data: Data;
  readonly change?: { readonly from: string; readonly to: string };
  readonly level?: string;
  readonly aside?: true;
  /** When it was recorded, if not at once. */
  readonly recorded?: string;
  readonly stream?: string;
}

/** A date = that day at 09:00 in Shanghai; an instant as it is; `wholeDay` = nobody wrote down the hour. */
export type When = string | HappenedAt;

export type Aside = Partial<Omit<Told, 'by'>> & { readonly by?: PersonId | Capacity };

export function wholeDay(date: string): HappenedAt {
  return happenedAtOf(date, ZONE);
}

export function happened(when: When): HappenedAt {
  if (typeof when !== 'string') return when;
  const text = /^\d{4}-\d{2}-\d{2}$/.test(when) ? `${when}T09:00:00+08:00` : when;
  return happenedAtOf(text, ZONE);
}

/** One stream's events in the order in which they were recorded. */
export function stamped(told: readonly Told[]): Event[] {
  return told.map((one, index) => stampedAs(index + 1, one));
}

export function stampedAs(
  version: number,
  { on, by, recorded, stream = STREAM, organ, level = 'L1', aside, ...rest }: Told,
): Event {
  const happenedAt = happened(on);
  const { onBehalfOf, commands: _, ...actor } = by;
  const commandId = derivedId(idOfClue, stream, version - 1);
  return {
    ...rest,
    eventId: eventIdOf(commandId, 0),
    stream,
    version,
    schemaVersion: 1,
    happenedAt,
    recordedAt: happened(recorded ?? happenedAt).at.replace('Z', '000Z'),
    actor,
    ...(onBehalfOf !== undefined && { onBehalfOf }),
    basis: { procedure: CN.name, version: CN.version },
    ...(!aside && { organ, level }),
    correlationId: commandId,
    causationId: commandId,
    commandId,
  };
}

/** The id of the event that stands at this place (from 1) of the clue's stream, or of another. */
export function idOfEvent(version: number, stream = STREAM): string {
  return eventIdOf(derivedId(idOfClue, stream, version - 1), 0);
}

export const idOfClue = '5e3b9a58-2021-5001-9a58-0d6f7b525c0f';
export const STREAM = `clue-${idOfClue}`;
export const CASE_ID = '5e3b9a58-2021-5002-9a58-0d6f7b525c0f';
export const CASE_STREAM = `case-${CASE_ID}`;
export const DIGEST = '3b'.repeat(32);
export const SEALED = { k: 'key', n: 'nonce', c: 'text' };

export function tell(
  by: PersonId | Capacity,
  told: Omit<Told, 'by' | 'organ'> & { organ?: string },
): (aside?: Aside) => Told {
  return ({ by: other, ...aside } = {}) => {
    const giver = other ?? by;
    return {
      by: typeof giver === 'string' ? officeOf(giver) : giver,
      organ: 'nayong',
      ...told,
      ...aside,
    };
  };
}

export const discovered = tell('an', {
  type: 'ClueDiscovered',
  on: '2021-09-01',
  organ: 'bijie',
  change: { from: 'none', to: 'registered' },
  data: { source: 'report', subjects: [{ personId: SUBJECT }], summary: SEALED },
});

export const transferred = tell('bai', {
  type: 'ClueTransferred',
  on: '2021-09-03',
  organ: 'bijie',
  change: { from: 'registered', to: 'inTransit' },
  data: { to: 'nayong', direction: 'down' },
});

export const accepted = tell('chen', {
  type: 'TransferAccepted',
  on: '2021-09-08',
  change: { from: 'inTransit', to: 'withUnit' },
  data: {},
});

/** The clue stays with the sender: Bijie. */
export const refused = tell('chen', {
  type: 'TransferRefused',
  on: '2021-09-08',
  organ: 'bijie',
  change: { from: 'inTransit', to: 'withUnit' },
  data: {},
});

export const assigned = tell('du', {
  type: 'OfficersAssigned',
  on: '2021-09-09',
  data: { officers: ['li', 'wang'] },
});

export const proposed = tell('li', {
  type: 'DisposalProposed',
  on: '2021-09-15',
  change: { from: 'withUnit', to: 'disposalPending' },
  data: { way: 'verify' },
});

export const approved = tell('gao', {
  type: 'DisposalApproved',
  on: '2021-09-16',
  data: { way: 'verify' },
});

export const started = tell('du', {
  type: 'VerificationStarted',
  on: '2021-09-17',
  change: { from: 'disposalPending', to: 'verifying' },
  data: { team: ['li', 'wang'] },
});

export const stepRecorded = tell('li', {
  type: 'VerificationStepRecorded',
  on: '2021-10-11',
  data: { kind: 'talk', officers: ['li', 'wang'] },
});

export const signed = tell('li', {
  type: 'VerificationReportSigned',
  on: '2021-11-08',
  data: { digest: DIGEST },
});

export const submitted = tell('li', {
  type: 'VerificationReportSubmitted',
  on: '2021-11-10',
  change: { from: 'verifying', to: 'verified' },
  data: {
    digest: DIGEST,
    findings: [{ matter: 'subsidy', result: 'substantiated' }],
    proposal: 'file',
  },
});

/** To be filed: the clue stays verified until the investigation starts. */
export const concluded = tell('gao', {
  type: 'VerificationConcluded',
  on: '2021-11-12',
  data: { outcome: 'file' },
});

export const investigationStarted = tell('gao', {
  type: 'InvestigationStarted',
  on: '2021-11-15',
  change: { from: 'verified', to: 'investigating' },
  data: { caseId: CASE_ID, officers: ['li', 'fang'], subjects: [SUBJECT] },
});

export const investigationConcluded = tell(SYSTEM, {
  type: 'InvestigationConcluded',
  on: '2021-12-20',
  change: { from: 'investigating', to: 'closing' },
  data: { caseId: CASE_ID },
});

export const closed = tell('gao', {
  type: 'ClueClosed',
  on: '2021-09-20',
  change: { from: 'withUnit', to: 'closing' },
  data: { ground: 'untrue' },
});

export const settled = tell('chen', {
  type: 'ClueSettled',
  on: '2021-12-24',
  change: { from: 'closing', to: 'settled' },
  data: { outcome: 'sanctioned' },
});

export const extensionRequested = clockTold('li', 'ExtensionRequested', '2021-11-01', {
  ordinal: 1,
});
export const extensionGranted = clockTold('gao', 'ExtensionGranted', '2021-11-03', {
  by: '1M',
  ordinal: 1,
});
export const extensionRefused = clockTold('gao', 'ExtensionRefused', '2021-11-03', {
  ground: 'no-need',
});
export const clockSuspended = clockTold('gao', 'ClockSuspended', '2021-10-11', {
  ground: 'awaiting-other-organ',
});
export const clockResumed = clockTold('gao', 'ClockResumed', '2021-10-21', {});

export function corrected(
  version: number,
  { field, old, new: next }: { field: string; old: Json; new: Json },
  aside: Aside = {},
): Told {
  const data = {
    targetEventId: idOfEvent(version),
    field,
    old,
    new: next,
    approvedBy: typeof aside.by === 'string' ? aside.by : 'gao',
  };
  return tell('gao', { type: FACT_CORRECTED, on: '2021-12-27', data })(aside);
}

export const filed = tell(SYSTEM, {
  type: 'CaseFiled',
  on: '2021-11-15',
  stream: CASE_STREAM,
  change: { from: 'none', to: 'underInvestigation' },
  data: { clueIds: [idOfClue], officers: ['li', 'fang'], subjects: [SUBJECT] },
});

export const reported = tell('li', {
  type: 'InvestigationReportSubmitted',
  on: '2021-12-20',
  stream: CASE_STREAM,
  change: { from: 'underInvestigation', to: 'reported' },
  data: { finding: 'violation', clueIds: [idOfClue] },
});

export const registered = tell('an', {
  type: 'PersonRegistered',
  on: '2021-09-01',
  organ: 'bijie',
  stream: 'person-zhao',
  change: { from: 'none', to: 'known' },
  data: { name: SEALED },
});

function clockTold(by: PersonId, type: string, on: string, rest: Data) {
  return (obligation = 'verify', aside: Aside = {}): Told =>
    tell(by, { type, on, data: { obligation, ...rest } })(aside);
}

/** The way of a clue up to the last event of this type. */
export function upTo(type: string): readonly Told[] {
  const last = WAY.findLastIndex((told) => told.type === type);
  if (last < 0) throw new Error(`the way of a clue: found no ${type}`);
  return WAY.slice(0, last + 1);
}

const WAY: readonly Told[] = [
  discovered(),
  transferred(),
  accepted(),
  assigned(),
  proposed(),
  approved(),
  started(),
  stepRecorded(),
  signed(),
  signed({ by: 'wang', on: '2021-11-09' }),
  submitted(),
  concluded(),
  investigationStarted(),
  investigationConcluded(),
  settled(),
];
