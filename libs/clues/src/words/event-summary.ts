import { CODES, FIELDS } from './field-words.js';
import type { Sentence } from './refusals.js';

/** An event as its reader may see it: texts in clear, `{ sealed: true }`, `{ destroyed: true }` or `{ keyMissing: true }`. */
export interface ShownEvent {
  readonly data: unknown;
  readonly reason?: unknown;
  /** The states that a change led from and to, in words. */
  readonly change?: { readonly from: Sentence; readonly to: Sentence };
}

/** What an event says, in one line of each language, made of its own fields: `kind: talk · officers: li, wang · note: …`. */
export function eventSummary({ data, reason, change }: ShownEvent): Sentence {
  const fields = { ...partsOf(data), ...(reason !== undefined && { reason }) };
  const said = Object.entries(fields)
    .filter(([field]) => !UNSAID.has(field))
    .sort(([a], [b]) => placeOf(a) - placeOf(b));
  if (said.length === 0) return change ? moved(change) : { en: '', zh: '' };
  return {
    en: said
      .map(([field, value]) => `${nameOf(field, 'en')}: ${told(value, field, 'en')}`)
      .join(' · '),
    zh: said
      .map(([field, value]) => `${nameOf(field, 'zh')}：${told(value, field, 'zh')}`)
      .join('；'),
  };
}

type Language = keyof Sentence;

/** Ids of other things, which tell a reader nothing, and what the event's place says already. */
const UNSAID = new Set([
  'targetEventId',
  'approvedBy',
  'caseId',
  'dues',
  'doers',
  'undoes',
  'passes',
  'state',
  'clueIds',
  'reporterId',
  'rowId',
  'ordinal',
]);
const LONGEST = 80;
const ORDER = Object.keys(FIELDS);

/** Events come with their fields in the order of the alphabet. */
function placeOf(field: string): number {
  const place = ORDER.indexOf(field);
  return place < 0 ? ORDER.length : place;
}

function moved({ from, to }: { readonly from: Sentence; readonly to: Sentence }): Sentence {
  return { en: `${from.en} → ${to.en}`, zh: `${from.zh} → ${to.zh}` };
}

/** A correction is about one field, by its own name. */
function partsOf(data: unknown): object {
  const { field, old, new: next, ...rest } = Object(data) as Record<string, unknown>; // any of it may be missing
  const isCorrection = typeof field === 'string' && old !== undefined && next !== undefined;
  return isCorrection ? { ...rest, [field]: new Correction(old, next) } : Object(data);
}

class Correction {
  constructor(
    readonly old: unknown,
    readonly next: unknown,
  ) {}
}

function nameOf(field: string, language: Language): string {
  return FIELDS[field]?.[language] ?? field;
}

function told(value: unknown, field: string, language: Language): string {
  if (value instanceof Correction)
    return `${told(value.old, field, language)} → ${told(value.next, field, language)}`;
  if (Array.isArray(value))
    return value.map((item) => told(item, field, language)).join(language === 'en' ? ', ' : '、');
  if (typeof value === 'object' && value !== null) return ofObject(value, language);
  const text = String(value);
  const code = CODES[field];
  if (code && Object.hasOwn(code, text)) return code[text][language];
  return shortened(/^[0-9a-f]{64}$/.test(text) ? `${text.slice(0, 8)}…` : text);
}

function ofObject(value: object, language: Language): string {
  if ('sealed' in value) return language === 'en' ? '[sealed]' : '〔密〕';
  if ('destroyed' in value) return language === 'en' ? '[destroyed]' : '〔已销毁〕';
  if ('keyMissing' in value) return language === 'en' ? '[key missing]' : '〔密钥缺失〕';
  if ('at' in value && 'precision' in value) return String(value.at);
  if ('personId' in value) return String(value.personId);
  return Object.entries(value)
    .map(([field, item]) => told(item, field, language))
    .join(' ');
}

/** By whole characters, in one line. */
function shortened(text: string): string {
  const characters = [...text.replaceAll(/\s+/g, ' ')];
  return characters.length > LONGEST
    ? `${characters.slice(0, LONGEST - 1).join('')}…`
    : text.replaceAll(/\s+/g, ' ');
}
