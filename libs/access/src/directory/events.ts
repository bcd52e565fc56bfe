import type { SealedText } from '@cluetrail/event-sourcing';
import type { Role } from '../policy/policy.js';
import type { Level } from '../policy/subject.js';

/** Rungs of the organ tree; `unit` = a department within an organ. */
export const TIERS = ['nation', 'province', 'prefecture', 'county', 'township', 'unit'] as const;
export type Tier = (typeof TIERS)[number];

/** Of this tier, or of a higher one; of no tier that is not among them. */
export function isOfTier(found: Tier | undefined, asked: string): boolean {
  return found !== undefined && TIERS.slice(TIERS.indexOf(found)).some((tier) => tier === asked);
}

/** On `organ-<id>`. */
export interface OrganEstablished {
  /** Id of the organ above; absent at the root. */
  readonly parent?: string;
  readonly name: { readonly en: string; readonly zh: string };
  readonly tier: Tier;
  /** Country, or ISO 3166-2 subdivision: `CN`, `CN-GX`. */
  readonly region: string;
  /** IANA name. */
  readonly zone: string;
  /** The procedures under which matters are opened here and below; absent = as above, at the root any. */
  readonly procedures?: readonly string[];
}

/** Only the changed fields. */
export type OrganChanged = Partial<OrganEstablished>;

/** On `person-<id>`: all of it sealed under the person's key. */
export interface PersonRegistered {
  readonly name: SealedText;
  readonly unit?: SealedText;
  readonly post?: SealedText;
  readonly contact?: SealedText;
}

/** Only the changed fields. */
export type PersonChanged = Partial<PersonRegistered>;

/**
 * On `organ-<id>`, happened on the day on which it takes effect: from then on another organ handles
 * what this one handled, and nobody holds office here any more.
 */
export interface OrganMerged {
  /** Id of the organ that it went into. */
  readonly into: string;
}

/** On `person-<id>`: days, local to each organ where he holds office, on which he does nothing there. */
export interface LeaveRecorded {
  /** First day; names the leave. */
  readonly from: string;
  /** Last day. */
  readonly to?: string;
}

export interface LeaveEnded {
  readonly from: string;
  /** First day on which he is back. */
  readonly on: string;
}

export interface TokenIssued {
  /** SHA-256 of the token, hexadecimal. */
  readonly hash: string;
  /** What the token is for, in words that name nobody. */
  readonly label: string;
  /** RFC 3339 instant from which it is void; absent = until revoked. */
  readonly until?: string;
}

export interface TokenRevoked {
  readonly hash: string;
}

/** One person asks that the key of this stream be destroyed; it lapses unless another confirms it in time. */
export interface KeyDestructionRequested {
  readonly reason: SealedText;
}

/** The key of this stream is no more. */
export interface KeyDestroyedData {
  readonly reason?: string;
  /** Who asked for it, where the actor confirmed it; absent = the server, the set-up, or before two people were needed. */
  readonly requestedBy?: string;
}

/** On `appointment-<id>`. Dates are local to the organ. */
export interface AppointmentMade {
  readonly personId: string;
  readonly organId: string;
  readonly role: Role;
  readonly clearance: Level;
  /** First day. */
  readonly from: string;
  /** Last day. */
  readonly to?: string;
}

export interface AppointmentEnded {
  /** First day on which it holds no longer: the very day of a dismissal. */
  readonly on: string;
}

/**
 * On `appointment-<id>`: another person acts in this office, beside its holder. Only an office of one's own can be lent,
 * so that nobody hands on what was lent to him. Days are local to the organ.
 */
export interface DelegationGranted {
  readonly delegationId: string;
  /** The delegate. */
  readonly personId: string;
  /** First day. */
  readonly from: string;
  /** Last day. */
  readonly to: string;
  /** The only commands that he may give; absent = all of the office. */
  readonly commands?: readonly string[];
}

export interface DelegationEnded {
  readonly delegationId: string;
  /** First day on which it holds no longer. */
  readonly on: string;
}

/** The three streams of the organisation, event type → data. */
export interface OrganisationEvents {
  OrganEstablished: OrganEstablished;
  OrganChanged: OrganChanged;
  OrganMerged: OrganMerged;
  PersonRegistered: PersonRegistered;
  PersonChanged: PersonChanged;
  TokenIssued: TokenIssued;
  TokenRevoked: TokenRevoked;
  KeyDestructionRequested: KeyDestructionRequested;
  KeyDestroyed: KeyDestroyedData;
  LeaveRecorded: LeaveRecorded;
  LeaveEnded: LeaveEnded;
  AppointmentMade: AppointmentMade;
  AppointmentEnded: AppointmentEnded;
  DelegationGranted: DelegationGranted;
  DelegationEnded: DelegationEnded;
}
