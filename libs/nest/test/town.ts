import { createHash } from 'node:crypto';
import {
  type Clock,
  type Draft,
  eventIdOf,
  type Event,
  MemoryStore,
  type EventStore,
} from '@cluetrail/event-sourcing';
import { type Keys, memoryKeys, Personal } from '@cluetrail/access';
import { PROCEDURE_PUBLISHED, type Procedure } from '@cluetrail/workflow';
import { Apply, edge, type Permit, permit, words } from '../../workflow/test/permit.js';
import type { Answer } from '../src/answers.js';
import { CommandEngine } from '../src/command-engine.js';
import type { CommandRequest, Feature } from '../src/feature.js';
import { ReferenceData } from '../src/reference-data.js';

// In the town what people write about a permit is personal; the table alone knows nothing of keys.
Personal({ of: 'clue' })(Apply.prototype, 'remark');

/** The rules of a small town that grants permits: all that an engine needs, and nothing of clues. */
export const RULES: Procedure = {
  name: 'permits',
  version: 1,
  title: words('Permits'),
  notice: words('A test'),
  zone: 'Europe/Amsterdam',
  workflows: {
    permit: {
      apply: edge({ by: ['intake'], from: ['none'], to: 'asked' }),
      measure: edge({ by: ['intake', 'leader'], from: ['asked'] }),
      decide: edge({
        by: ['leader'],
        from: ['asked'],
        to: { field: 'outcome', cases: { grant: 'granted', deny: 'denied' } },
        requires: ['reason'],
      }),
      file: edge({ by: ['system'], from: ['granted', 'denied'] }),
    },
  },
  fourEyes: [],
  obligations: [],
};

export const FEATURE: Feature<Permit> = {
  workflow: permit,
  path: 'permits',
  accessOf: ({ organ, level }, { pathOf }) => ({
    ...{ organPath: pathOf(organ), receiverPath: null, level, assigned: '', excluded: '' },
  }),
};

export const LOG_ID = '0b7f6a52-5c0f-4e3b-9a58-5a1f3a2d7c11';

/** Stands at noon of 8 October 2021 (UTC) until it is set. */
export class TownClock implements Clock {
  micros = Date.parse('2021-10-08T12:00:00.000Z') * 1000;

  nowMicros(): number {
    return (this.micros += 1);
  }
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

/** Ann takes requests, Joe decides; Vera does both in the village, which is another organ. */
export async function openTown(
  storeOf: (clock: Clock) => EventStore = (clock) => new MemoryStore(clock, sha256),
) {
  const clock = new TownClock();
  const store = storeOf(clock);
  const keys = memoryKeys();
  const references = new ReferenceData(store, (event) => event);
  for (const draft of organisation()) {
    await store.append(draft.stream, 0, [draft]);
    await references.refresh([draft.stream]);
  }
  const engine = engineOf({ store, keys, clock, references });
  const publish = async (procedure: Procedure) => {
    const { name, version } = procedure;
    const content = JSON.parse(JSON.stringify(procedure));
    const data = { name, version, hash: '', content };
    const stream = `procedure-${name}`;
    await store.append(stream, version - 1, [draftOf(stream, PROCEDURE_PUBLISHED, data)]);
    await references.refresh([stream]);
  };
  await publish(RULES);
  const events = async (stream: string): Promise<Event[]> =>
    (await store.read(stream)).map(({ event }) => event);
  return { store, keys, clock, references, engine, publish, events };
}

/** Another process on the same store: nothing of it is in its cache. */
export function engineOf(parts: {
  readonly store: EventStore;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly references: ReferenceData;
  readonly feature?: Feature<Permit>;
}): CommandEngine {
  const { feature = FEATURE, ...others } = parts;
  return new CommandEngine({
    ...others,
    logId: LOG_ID,
    // The engine meets only states of this feature.
    features: [feature as unknown as Feature],
    upcast: (event) => event,
    defaultProcedure: 'permits',
  });
}

/** `command('ann', 'apply', { area: 40 })` opens; with `on` it moves. */
export function command(
  personId: string,
  name: string,
  body: object,
  on: { stream?: string; expectedVersion?: number; key?: string } = {},
): CommandRequest {
  const { key = `${personId}-${name}-1`, ...place } = on;
  return { kind: 'permit', command: name, by: { personId, key }, body, ...place };
}

function organisation(): Draft[] {
  const zone = 'Europe/Amsterdam';
  const organ = (name: string) =>
    draftOf(`organ-${name}`, 'OrganEstablished', {
      ...{ name: { ...words(name) }, tier: 'county', region: 'NL', zone },
    });
  const appointed = (personId: string, organId: string, role: string) =>
    draftOf(`appointment-${personId}-${role}`, 'AppointmentMade', {
      ...{ personId, organId, role, clearance: 'L2', from: '2020-01-01' },
    });
  return [
    organ('town'),
    organ('village'),
    appointed('ann', 'town', 'intake'),
    appointed('joe', 'town', 'leader'),
    appointed('vera', 'village', 'leader'),
    appointed('vera', 'village', 'intake'),
  ];
}

let count = 0;

export function draftOf(stream: string, type: string, data: Draft['data']): Draft {
  const commandId = `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`;
  return {
    eventId: eventIdOf(commandId, 0),
    stream,
    type,
    schemaVersion: 1,
    happenedAt: { at: '2021-01-01T00:00:00.000Z', zone: 'UTC', precision: 'ms' },
    actor: { personId: 'system:setup', role: 'system' },
    correlationId: commandId,
    causationId: commandId,
    commandId,
    data,
  };
}

/** The stream of a command that was done. */
export function streamOf(answer: Answer): string {
  if (answer.outcome === 'done') return answer.receipts[0].stream;
  throw new Error(`expected done, found ${JSON.stringify(answer)}`);
}

/** The code of a refusal, or how else it was answered. */
export function codeOf(answer: Answer): string {
  return answer.outcome === 'refused' ? answer.refusal.code : answer.outcome;
}
