import { OPEN } from '@cluetrail/event-sourcing';
import { LAST_RESORTS, WAYS_UP } from './asked-steps.js';
import { peopleIn } from './conditions.js';
import { ANSWERS, caseDeskRows, deskRows } from './desk-rows.js';
import { isKeptFromHouse, nobodyGoesOn } from './left-behind.js';
import { type AskedPage, inOrder, paged } from './paged.js';
import { Page } from './parameters.js';
import { type Reading, readModel } from './read-model.js';
import { reportDeskRows } from './report-rows.js';

/**
 * What waits for me: clues and cases that I am assigned to, those of which one of my offices is to take the next step,
 * settled clues of which it still owes something, requests that it is to answer, and reports on which something is owed.
 * What may be done and need not be (a split, a file, a countersignature) is none. By next due, each with all commands that
 * I may give now.
 */
export const desk = readModel({
  name: 'desk',
  title: { en: 'My desk', zh: '我的待办' },
  about: 'what waits for me, by next due, with the commands that I may give',
  parameters: Page,
  async answer(reading, parameters) {
    const { page, next: following } = await paged(
      reading,
      { name: 'desk', parameters },
      { rows: (asked) => rowsOf(reading, asked), place: ({ due, id }) => [due, id] },
    );
    const { engine } = reading.installation;
    const items = [];
    for (const { kind, id, due, isMine, isAsked, isStuck, shown } of page) {
      const open = await engine.waiting(kind, `${kind}-${id}`, reading.subject.personId);
      const waits = open.some(({ command, awaited, optional }) => {
        if (isMine) return true;
        if (WAYS_UP.includes(command)) return false;
        if (ANSWERS.includes(command)) return awaited && isAsked;
        return awaited || (kind === 'report' && !optional);
      });
      const helps = open.some(({ command }) => LAST_RESORTS.includes(command));
      if (!waits && !(helps && (await isStuck?.()))) continue;
      const commands = open.map(({ command }) => command);
      items.push({ ...shown, due: due === OPEN ? null : due, commands });
    }
    return { items, ...following };
  },
});

/** What may wait, whatever its kind. */
interface Waiting {
  readonly kind: 'clue' | 'case' | 'report';
  readonly id: string;
  readonly due: string;
  /** I handle it, and it is not over: whatever I may do there is mine to do. */
  readonly isMine: boolean;
  /** More time was asked for, and nobody has answered. */
  readonly isAsked: boolean;
  /** It waits for a last resort, since nobody where it is can go on with it. */
  readonly isStuck?: () => Promise<boolean>;
  readonly shown: object;
}

async function rowsOf(reading: Reading, asked: AskedPage): Promise<Waiting[]> {
  const [clues, cases, reports] = [
    await deskRows(reading, asked).execute(),
    await caseDeskRows(reading, asked).execute(),
    await reportDeskRows(reading, asked).execute(),
  ];
  const isMine = (people: readonly string[]) => people.includes(reading.subject.personId);
  const all: Waiting[] = [
    ...clues.map(
      ({ assigned, extensionAsked, open, due, organPath, excluded, ...shown }): Waiting => {
        const officers = peopleIn(assigned);
        const mine = {
          isMine: open === 1 && isMine(officers),
          isAsked: extensionAsked === 1,
          isStuck: async () =>
            isKeptFromHouse(reading, { organPath, excluded }) &&
            (await nobodyGoesOn(reading, {
              kind: 'clue',
              id: shown.clue,
              state: shown.state,
              organPath,
            })),
        };
        return { kind: 'clue', id: shown.clue, due, ...mine, shown: { ...shown, officers } };
      },
    ),
    ...cases.map(({ assigned, due, organPath, ...shown }): Waiting => {
      const officers = peopleIn(assigned);
      const stands = { kind: 'case', id: shown.case, state: shown.state, organPath } as const;
      const isStuck = () => nobodyGoesOn(reading, stands);
      const mine = { isMine: isMine(officers), isAsked: false, isStuck };
      return { kind: 'case', id: shown.case, due, ...mine, shown: { ...shown, officers } };
    }),
    ...reports.map(({ due, ...shown }): Waiting => {
      const mine = { isMine: false, isAsked: true };
      return { kind: 'report', id: shown.report, due, ...mine, shown: { ...shown, officers: [] } };
    }),
  ];
  return inOrder(all, ({ due, id }) => [due, id]).slice(0, asked.limit);
}
