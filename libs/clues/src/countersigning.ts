import { Matches } from 'class-validator';
import { localDate } from '@cluetrail/event-sourcing';
import {
  transition,
  type Circumstances,
  type Countersigned,
  type Objection,
} from '@cluetrail/workflow';
import { isDay } from './clue/day.js';

export class Countersign implements Countersigned {
  @Matches(/^[a-z][a-zA-Z0-9]{0,39}$/) command!: string;
  @Matches(/^\d{4}-\d{2}-\d{2}$/) day!: string;
}

/** 会签补录: another person stands for it that a command is told as of a day that lies far back. Serves once. */
export function countersigning<S extends object>() {
  return {
    countersign: transition<S>()({
      title: { en: 'Countersign a late entry', zh: '会签补录' },
      input: Countersign,
      event: 'LateEntryCountersigned',
      aside: true,
      optional: true,
      unless: (_, input, circumstances) => notToBeTold(input, circumstances),
      evolve: (state) => state,
    }),
  };
}

function notToBeTold(
  { command, day }: Countersigned,
  { rolesFor, happenedAt }: Circumstances,
): Objection {
  const today = localDate(happenedAt.at, happenedAt.zone);
  if (rolesFor(command).length === 0) return { code: 'not-in-procedure', detail: { command } };
  if (!isDay(day)) return { code: 'not-a-time', detail: { field: 'day' } };
  return day > today && { code: 'happened-in-future', detail: { expected: today, found: day } };
}
