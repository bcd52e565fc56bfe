import { IsIn, IsOptional, Matches } from 'class-validator';
import { sql } from 'kysely';
import { PROJECTIONS } from '@cluetrail/clues';
import { and, equals } from './conditions.js';
import { IsObligationCode } from './parameters.js';
import { readModel } from './read-model.js';
import { listed } from './register.js';
import { IsPerson, OfNow } from './register-parameters.js';

export const EXTENSION_OUTCOMES = ['asked', 'granted', 'refused', 'lapsed'] as const;

export class ExtensionFilters extends OfNow {
  /** lapsed = unanswered when the due had passed, or nothing was owed any more */
  @IsOptional() @IsIn(EXTENSION_OUTCOMES) outcome?: (typeof EXTENSION_OUTCOMES)[number];
  /** 2 = second extensions. */
  @IsOptional() @Matches(/^[1-9][0-9]?$/, { message: 'a number from 1 to 99' }) ordinal?: string;
  @IsObligationCode() obligation?: string;
  @IsPerson() askedBy?: string;
  @IsPerson() approver?: string;
}

export const extensionList = readModel({
  name: 'extensions',
  title: { en: 'Extensions', zh: '延期' },
  about: 'extensions asked for, granted, refused and lapsed, the latest request first',
  parameters: ExtensionFilters,
  async answer(reading, parameters) {
    const { outcome, ordinal, obligation, askedBy, approver } = parameters;
    const { page, next } = await listed(reading, {
      name: 'extensions',
      register: PROJECTIONS.extensions,
      parameters,
      order: ['askedAt', 'clue', 'request'],
      direction: 'desc',
      which: () =>
        and([
          outcome === undefined ? and([]) : sql`${outcomeAt(reading.now)} = ${outcome}`,
          equals('r.ordinal', ordinal === undefined ? undefined : Number(ordinal)),
          equals('r.obligation', obligation),
          equals('r.asked_by', askedBy),
          equals('r.approver', approver),
        ]),
    });
    const items = page.map(({ row: { request: _, ...row }, state }) => ({
      ...row,
      outcome: row.outcome === 'asked' && (row.due ?? '~') < reading.now ? 'lapsed' : row.outcome,
      state,
    }));
    return { items, ...next };
  },
});

/** A request that nobody has answered lapses with the due that it was to move; on the row `r`. */
export function outcomeAt(now: string) {
  return sql<string>`case when r.outcome = 'asked' and r.due < ${now} then 'lapsed' else r.outcome end`;
}
