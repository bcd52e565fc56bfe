import type { Effective, HappenedAt } from '@cluetrail/event-sourcing';
import type { Obligation } from '@cluetrail/deadlines';

interface Supposed {
  readonly self: string;
  readonly organ: string;
  readonly happenedAt: HappenedAt;
}

/** An event that is only thought of: what its clocks would be is told by those who know the calendars. */
export function supposed(type: string, { self, organ, happenedAt }: Supposed): Effective {
  return {
    ...{ eventId: SUPPOSED, stream: self, version: Infinity, type, schemaVersion: 1 },
    ...{ happenedAt, effectiveAt: happenedAt.at, recordedAt: '', organ, data: {} },
    ...{ actor: { personId: '', role: '' }, correlationId: '', causationId: '', commandId: '' },
  };
}

/** Those that it would start itself. */
export function ofSupposed(clocks: readonly Obligation[]): readonly Obligation[] {
  return clocks.filter(({ startEventId }) => startEventId === SUPPOSED);
}

const SUPPOSED = 'supposed';
