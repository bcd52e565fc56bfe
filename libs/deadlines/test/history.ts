import {
  asOfOf,
  type Data,
  dayStart,
  type Effective,
  type Event,
  type HappenedAt,
  inEffect,
} from '@cluetrail/event-sourcing';
import { calendarOf } from '../src/calendar.js';
import { obligations } from '../src/engine.js';
import type { Place } from '../src/moment.js';
import type { Obligation } from '../src/obligation.js';
import type { ObligationRule } from '../src/rule.js';

/** What a spec says of an event; the rest of the envelope is filled in. `on` = a local day in Shanghai, at 09:00. */
export interface Told {
  readonly type: string;
  readonly on?: string;
  readonly at?: string;
  readonly recordedAt?: string;
  readonly organ?: string;
  readonly data?: Data;
}

export const SHANGHAI = 'Asia/Shanghai';

/** One stream's events in order of version, recorded when they happened unless told otherwise. */
export function stream(name: string, told: readonly Told[]): Event[] {
  return told.map(({ type, on, at, recordedAt, organ = 'lz', data = {} }, index) => {
    const instant = at ?? nineOn(on ?? '');
    const happenedAt: HappenedAt = { at: instant, zone: SHANGHAI, precision: 'ms' };
    return {
      eventId: `${name}/${index + 1}`,
      stream: name,
      version: index + 1,
      type,
      schemaVersion: 1,
      happenedAt,
      recordedAt: recordedAt ?? instant.replace('Z', '000Z'),
      actor: { personId: 'li', role: 'case-officer', organId: organ },
      organ,
      correlationId: 'c',
      causationId: 'c',
      commandId: `c${index}`,
      data,
    };
  });
}

/** A clue's events as they take effect, all known. */
export function clue(...told: readonly Told[]): Effective[] {
  return inEffect(stream('clue-1', [{ type: 'ClueDiscovered', on: '2021-01-04' }, ...told]));
}

export function nineOn(date: string): string {
  return new Date(Date.parse(dayStart(date, SHANGHAI)) + 9 * 3_600_000).toISOString();
}

/** Organs whose id begins with `gx-` lie in Guangxi, `nl-` in the Netherlands, all others in the rest of China. */
export function places(organId: string | undefined): Place {
  if (organId?.startsWith('nl-')) return { calendar: calendarOf('NL'), zone: 'Europe/Amsterdam' };
  const region = organId?.startsWith('gx-') ? 'CN-GX' : 'CN';
  return { calendar: calendarOf(region), zone: SHANGHAI };
}

export const verify: ObligationRule = {
  code: 'verify',
  title: { en: 'Preliminary verification', zh: '初步核实' },
  watch: 'clue',
  starts: ['VerificationStarted'],
  meets: ['VerificationReportSubmitted'],
  cancels: ['ClueClosed'],
  length: '2M',
  owner: 'responsible',
  extension: { length: '1M', max: 1, by: ['leader'] },
  suspendable: true,
  basis: { source: '案件检查工作条例 1994', article: '15', confidence: 'quoted' },
};

export const sign: ObligationRule = {
  code: 'sign',
  title: { en: 'Sign for a transfer', zh: '签收' },
  watch: 'clue',
  starts: ['ClueTransferred'],
  meets: ['TransferAccepted', 'TransferRefused'],
  cancels: ['ClueClosed', 'TransferRecalled'],
  length: '5W',
  owner: 'receiver',
  basis: { source: 'fielded practice', confidence: 'secondary' },
};

export const invest: ObligationRule = {
  ...verify,
  code: 'invest',
  title: { en: 'Investigation', zh: '审查调查' },
  watch: 'case',
  starts: ['CaseFiled'],
  meets: ['InvestigationReportSubmitted'],
  length: '3M',
  alerts: { yellow: '3M', red: '6M' },
};

export const receipt: ObligationRule = {
  code: 'receipt',
  title: { en: 'Decision on the application', zh: '办结' },
  watch: 'clue',
  starts: ['ClueDiscovered'],
  meets: ['ClueSettled'],
  cancels: [],
  owner: 'responsible',
  basis: { source: 'case:deadline', confidence: 'design' },
};

export const rules = [verify, sign, invest];

/** The obligations of these rules, at the end of a day in Shanghai or after all events. */
export function of(events: readonly Effective[], asOf?: string): readonly Obligation[] {
  const when = asOf === undefined ? {} : { asOf: asOfOf(asOf, SHANGHAI) };
  return obligations({ events, rules, places, ...when });
}

/** The same where there is exactly one. */
export function only(events: readonly Effective[], asOf?: string): Obligation {
  const found = of(events, asOf);
  if (found.length !== 1) throw new Error(`expected one obligation, found ${found.length}`);
  return found[0];
}

export const started = (on: string, organ = 'lz'): Told => ({
  type: 'VerificationStarted',
  on,
  organ,
});

export const reported = (on: string): Told => ({ type: 'VerificationReportSubmitted', on });

/** An event about the clock of the verification. */
export const about = (type: string, on: string, data: Data = {}): Told => ({
  type,
  on,
  data: { obligation: 'verify', ...data },
});
