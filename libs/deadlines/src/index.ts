export { type Calendar, calendarOf } from './calendar.js';
export { NotADate } from './days.js';
export {
  type Added,
  addPeriod,
  NotAPeriod,
  parsePeriod,
  type Period,
  type SkippedDay,
  type Unit,
  workingDaysBefore,
  workingDaysBetween,
} from './period.js';
export type { Confidence, ObligationRule } from './rule.js';
export type { CalendarDay, Words } from './year-days.js';
