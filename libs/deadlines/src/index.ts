export { type ClockAct, clockActs } from './acts.js';
export { type Calendar, calendarOf, hasCalendar, REGIONS } from './calendar.js';
export { daysBetween, NotADate } from './days.js';
export { obligations, type ObligationSpell, timeline } from './engine.js';
export { explain, type Language } from './explain.js';
export { momentOf, type Place, stoodStill } from './moment.js';
export {
  type Colour,
  colourOf,
  type CountedStep,
  isLate,
  isOverdue,
  isStoppedLate,
  lastDueOf,
  type Obligation,
  type ObligationState,
  recordedLateDays,
  type Step,
} from './obligation.js';
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
export {
  type Confidence,
  extensionOf,
  type Further,
  type ObligationRule,
  type Trigger,
  triggers,
  typeOf,
} from './rule.js';
export type { History } from './run.js';
export type { CalendarDay, Words } from './year-days.js';
