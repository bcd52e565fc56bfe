import { OPEN } from '@cluetrail/event-sourcing';
import { isLevel } from '@cluetrail/access';
import { ANSWERS, GRANTS, WAYS_UP } from './asked-steps.js';
import { peopleIn } from './conditions.js';
import { caseDeskRows, deskRows } from './desk-rows.js';
import { type AskedPage, inOrder, paged } from './paged.js';
import { Page } from './parameters.js';
import { type Reading, readModel } from './read-model.js';
import { reportStuckFor } from './report-left.js';
import { reportDeskRows } from './report-rows.js';
import { stuckFor } from './stuck.js';
import type { Stuck } from './stuck-words.js';

/**
 * What waits for me: clues and cases that I am assigned to, those of which one of my offices is to take the next step,
 * settled clues of which it still owes something, requests that it is to answer, reports on which something is owed, and
 * what nobody may go on with, where I see to it that somebody does.
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
    for (const { kind, id, due, isMine, isAsked, isLeft, shown } of page) {
      const open = await engine.waiting(kind, `${kind}-${id}`, reading.subject.personId);
      const waits = open.some(({ command, awaited, optional }) => {
        if (isMine) return true;
        if (WAYS_UP.includes(command)) return false;
        if (ANSWERS.includes(command)) return awaited && isAsked && command === GRANTS;
        return awaited || (kind === 'report' && !optional);
      });
      const commands = open.map(({ command }) => command);
      // Of a report somebody may do much that is not what is owed.
      const stuck = waits && kind !== 'report' ? undefined : await isLeft?.(commands);
      if (!waits && !stuck) continue;
      items.push({ ...shown, due: due === OPEN ? null : due, commands, ...(stuck && { stuck }) });
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
  /** Nobody where it is can go on with it, and I see to it that somebody does. */
  readonly isLeft?: (open: readonly string[]) => Promise<Stuck | undefined>;
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
    ...clues.map(({ assigned, extensionAsked, open, due, ...row }): Waiting => {
      const { organPath, receiverPath, deciderPath, superiorPath, ...rest } = row;
      const { excluded, level, recusalAsked, ...shown } = rest;
      const places = { organPath, receiverPath, deciderPath, superiorPath };
      const { clue: id, state } = shown;
      const officers = peopleIn(assigned);
      const isTimeAsked = extensionAsked === 1;
      const stands = {
        ...{ id, state, excluded, assigned: officers, isTimeAsked },
        isRecusalAsked: recusalAsked !== null,
        ...(isLevel(level) && { level }),
      };
      const mine = {
        isMine: open === 1 && isMine(officers),
        isAsked: isTimeAsked,
        isLeft: (commands: readonly string[]) =>
          stuckFor(reading, { kind: 'clue', ...stands, ...places }, commands),
      };
      return { kind: 'clue', id, due, ...mine, shown: { ...shown, officers } };
    }),
    ...cases.map(({ assigned, due, ...row }): Waiting => {
      const { organPath, receiverPath, deciderPath, excluded, ...shown } = row;
      const { case: id, state } = shown;
      const officers = peopleIn(assigned);
      const places = { organPath, receiverPath, deciderPath };
      const isLeft = (commands: readonly string[]) =>
        stuckFor(
          reading,
          { kind: 'case', id, state, excluded, assigned: officers, ...places },
          commands,
        );
      const mine = { isMine: isMine(officers), isAsked: false, isLeft };
      return { kind: 'case', id, due, ...mine, shown: { ...shown, officers } };
    }),
    ...reports.map(({ due, ...row }): Waiting => {
      const { organPath, excluded, procedure, procedureVersion, ...shown } = row;
      const places = { organPath, excluded, procedure, procedureVersion };
      const { report: id, state } = shown;
      const isLeft = () => reportStuckFor(reading, { id, state, due, ...places });
      const mine = { isMine: false, isAsked: true, isLeft };
      return { kind: 'report', id, due, ...mine, shown: { ...shown, officers: [] } };
    }),
  ];
  return inOrder(all, ({ due, id }) => [due, id]).slice(0, asked.limit);
}
