import type { Event } from '@cluetrail/event-sourcing';
import type { ClockAct, Obligation } from '@cluetrail/deadlines';

/** What a rule may ask of clocks: computed only when asked. */
export interface ItsClocks {
  /** Those of the instance that have begun where what is told now will stand. */
  clocks(): readonly Obligation[];
  /** As they stand by all that was told: also by what comes after what is told now. */
  clocksNow(): readonly Obligation[];
  /**
   * What became of them so far, or of those of another instance that the row `reads`; with what is `told` as if it stood
   * there already.
   */
  clockActs(of?: string, told?: Event): readonly ClockAct[];
  /** The clocks that an event of this type, whatever it says, would start if it happened now. */
  startedBy(type: string): readonly Obligation[];
}
