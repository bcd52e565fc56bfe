import type { Data, Draft } from '@cluetrail/event-sourcing';

/** An event of which only the stream and the data matter. */
export function draft(stream: string, data: Data = {}): Draft {
  const eventId = crypto.randomUUID();
  return {
    eventId,
    stream,
    type: 'OfficersAssigned',
    schemaVersion: 1,
    happenedAt: { at: '2021-10-31T01:30:00.000Z', zone: 'Asia/Shanghai', precision: 'ms' },
    actor: { personId: 'person-li', role: 'unit-head', organId: 'organ-3301' },
    correlationId: eventId,
    causationId: eventId,
    commandId: eventId,
    data,
  };
}
