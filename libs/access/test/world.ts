import type { HappenedAt } from '@cluetrail/event-sourcing';
import { Directory } from '../src/directory/directory.js';
import type { PersonTexts, PlannedEvent } from '../src/directory/plan.js';
import { planOrganisation } from '../src/directory/plan-organisation.js';

const AT: HappenedAt = { at: '2021-01-01T00:00:00.000Z', zone: 'Asia/Shanghai', precision: 'ms' };

/**
 * A directory to which plans are applied as a store would; texts are kept aside, as Keys would give
 * them back.
 */
export class World {
  readonly directory = new Directory();
  private readonly texts = new Map<string, PersonTexts>();
  private readonly versions = new Map<string, number>();

  plan(yaml: string, now = '2021-10-31T04:00:00.000Z') {
    const { directory } = this;
    const textsOf = (id: string) => this.texts.get(id) ?? {};
    const options = {
      ...{ directory, fileName: 'org.yaml', now },
      ...{ commands: ['hold', 'release'], procedures: ['cn-2019-example', 'ours'] },
    };
    return planOrganisation(yaml, { ...options, textsOf });
  }

  apply(yaml: string, now?: string) {
    const plan = this.plan(yaml, now);
    expect(plan.errors).toEqual([]);
    for (const { stream, type, data, personal, happenedAt } of plan.events) {
      if (personal.length > 0) {
        const id = stream.replace('person-', '');
        this.texts.set(id, { ...this.texts.get(id), ...data });
      }
      this.record({ stream, type, data, happenedAt });
    }
    return plan;
  }

  record({ stream, type, data, happenedAt }: Omit<PlannedEvent, 'personal'>): void {
    const version = (this.versions.get(stream) ?? 0) + 1;
    this.versions.set(stream, version);
    const id = `${stream}@${version}`;
    this.directory.apply({
      eventId: id,
      stream,
      version,
      type,
      data,
      schemaVersion: 1,
      happenedAt: happenedAt ?? AT,
      recordedAt: '2021-01-01T00:00:00.000000Z',
      actor: { personId: 'system:setup', role: 'system' },
      correlationId: id,
      causationId: id,
      commandId: id,
    });
  }
}
