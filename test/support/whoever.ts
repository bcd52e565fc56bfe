import fc from 'fast-check';
import { type AccessRow, allows, type Level, LEVELS, ROLES, type Subject } from '@cluetrail/access';

type Clue = AccessRow & { readonly clue: string };

/** A read model as these ask it; what it answers has the shape of every list. */
interface Listing<R> {
  readonly name: string;
  answer(asked: R, parameters: object): Promise<object>;
}

/** The people that these clues name, and strangers, in whatever offices anywhere. */
export function peopleIn(clues: readonly Clue[]): readonly string[] {
  const packed = clues.flatMap(({ assigned, excluded }) => `${assigned}${excluded}`.split('|'));
  return [...new Set(packed.filter((id) => id !== ''))].sort();
}

export function subjectsOf(clues: readonly Clue[]): fc.Arbitrary<Subject> {
  const people = peopleIn(clues);
  const paths = [...new Set(clues.map(({ organPath }) => organPath)), '/cn/', '/cn/gx/'];
  const appointment = fc.record(
    {
      role: fc.constantFrom(...ROLES),
      organPath: fc.constantFrom(...paths),
      clearance: fc.constantFrom<Level>(...LEVELS),
      onBehalfOf: fc.constantFrom(...people),
    },
    { requiredKeys: ['role', 'organPath', 'clearance'] },
  );
  return fc.record({
    personId: fc.constantFrom(...people, 'stranger'),
    appointments: fc.array(
      appointment.map((one) => ({ ...one, organId: one.organPath.split('/').at(-2) ?? '' })),
      { maxLength: 3 },
    ),
  });
}

/** Both ways of reading: by candidates, and in the list's own order. */
export function holdsForAll<R extends object>(
  { reading, clues, numRuns }: { reading: R; clues: readonly Clue[]; numRuns: number },
  check: (asked: R & { subject: Subject; few: number }, subject: Subject) => Promise<void>,
): Promise<void> {
  return fc.assert(
    fc.asyncProperty(subjectsOf(clues), fc.constantFrom(-1, 20_000), (subject, few) =>
      check({ ...reading, subject, few }, subject),
    ),
    { numRuns, seed: 2021 },
  );
}

/** The clues on which the policy allows a person something. */
export function mayOn(clues: readonly Clue[], subject: Subject, action: 'list' | 'count') {
  return new Set(clues.filter((row) => allows(subject, action, row)).map(({ clue }) => clue));
}

/** All pages of a read model, seven rows each. */
export async function allOf<R, Row>(
  models: readonly Listing<R>[],
  { asked, name, parameters = {} }: { asked: R; name: string; parameters?: object },
): Promise<readonly Row[]> {
  const model = models.find((one) => one.name === name);
  const found: Row[] = [];
  for (let page: string | undefined; ;) {
    const given = { ...parameters, limit: '7', ...(page !== undefined && { page }) };
    const answer = (await model?.answer(asked, given)) as Answer<Row>; // every list has this shape
    found.push(...answer.items);
    if (answer.next === undefined) return found;
    page = answer.next;
  }
}

interface Answer<Row> {
  readonly items: readonly Row[];
  readonly next?: string;
}
