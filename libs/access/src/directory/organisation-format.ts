import { illFormedText, saysSomething, isZone, outOfYears } from '@cluetrail/event-sourcing';
import { ID_PATTERN } from '../ids.js';
import { ROLES } from '../policy/policy.js';
import { LEVELS } from '../policy/subject.js';
import { TIERS } from './events.js';

export type Section = 'organs' | 'people' | 'appointments' | 'leaves' | 'delegations';

/** What may stand in a field, in words and as a test. */
export interface Form {
  readonly expected: string;
  readonly optional?: true;
  /** A list of words; they are read as one text with spaces between. */
  readonly list?: true;
  readonly fits: (text: string) => boolean;
}

const ID: Form = matching('an id of 1 to 40 of a-z 0-9 -', ID_PATTERN);
const REGION = matching(
  'a country or ISO 3166-2 region such as CN-GX',
  /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/,
);
const TEXT: Form = {
  expected: 'a text of 1 to 200 characters in one line',
  fits: (text) =>
    /^[^\p{Cc}]{1,200}$/u.test(text) && saysSomething(text) && illFormedText(text) === undefined,
};
const ZONE: Form = { expected: 'an IANA time zone such as Asia/Shanghai', fits: isZone };
const COMMANDS = listOf('commands', '[a-zA-Z]{1,60}');
const PROCEDURES = listOf('procedures', '[a-z0-9][a-z0-9-]{0,39}');
const DATE: Form = { expected: 'a date YYYY-MM-DD, of 1900 to 9998', fits: isDate };

/** The whole file format: list → field → what may stand there. */
export const FORMAT: { readonly [list in Section]: { readonly [field: string]: Form } } = {
  organs: {
    id: ID,
    'name.en': TEXT,
    'name.zh': TEXT,
    tier: oneOf(TIERS),
    parent: optional(ID),
    region: optional(REGION),
    zone: optional(ZONE),
    procedures: optional(PROCEDURES),
    mergedInto: optional(ID),
    since: optional(DATE),
  },
  people: {
    id: ID,
    name: TEXT,
    unit: optional(TEXT),
    post: optional(TEXT),
    contact: optional(TEXT),
  },
  appointments: {
    person: ID,
    organ: ID,
    role: oneOf(ROLES),
    clearance: oneOf(LEVELS),
    from: optional(DATE),
    to: optional(DATE),
  },
  leaves: { person: ID, from: DATE, to: optional(DATE) },
  delegations: {
    person: ID,
    for: ID,
    role: oneOf(ROLES),
    organ: ID,
    from: DATE,
    to: DATE,
    commands: optional(COMMANDS),
  },
};

/** `word`: the source of what each of them must match. */
function listOf(things: string, word: string): Form {
  const pattern = new RegExp(`^${word}( ${word})*$`);
  return { ...matching(`a list of ${things}`, pattern), list: true };
}

function matching(expected: string, pattern: RegExp): Form {
  return { expected, fits: (text) => pattern.test(text) };
}

export function oneOf(values: readonly string[]): Form {
  return { expected: `one of ${values.join(', ')}`, fits: (text) => values.includes(text) };
}

function optional(form: Form): Form {
  return { ...form, optional: true };
}

/** Also no 2021-02-30, which Date.parse would roll over into March. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || outOfYears(text) !== undefined) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
