import type { Data } from '@cluetrail/event-sourcing';
import type { Capacity, Decided } from '@cluetrail/workflow';
import { lentTo, OFFICES, officeOf, SYSTEM, type PersonId } from './office.js';
import type { When } from './told.js';

/** `command('assignOfficers', { officers }).by('du').on('2021-09-09')` */
export function command(name: string, input: object = {}): Command {
  return new Command({ name, input, capacities: [] });
}

/** `event('TransferAccepted', {}).moves('inTransit', 'withUnit').at('nayong')`; nothing said = as it was before. */
export function event(type: string, data: Data = {}): Expected {
  return new Expected({ type, data });
}

export interface Asked {
  readonly name: string;
  readonly input: object;
  readonly capacities: readonly Capacity[];
  readonly when?: When;
  readonly reason?: string;
  readonly now?: When;
}

export class Command {
  constructor(readonly asked: Asked) {}

  /** In the person's own office, or in the one named here. Said twice: he holds both. */
  by(personId: PersonId, role?: string, organId?: string): Command {
    const own = officeOf(personId);
    const office = { ...own, role: role ?? own.role, organId: organId ?? OFFICES[personId][1] };
    return this.with({ capacities: [...this.asked.capacities, office] });
  }

  /** In the office that the other has lent him, beside those said before. */
  byDelegate(personId: PersonId, of: PersonId): Command {
    return this.with({ capacities: [...this.asked.capacities, lentTo(personId, of)] });
  }

  /** In his own office, while one of the two has lent the other one. */
  byOneWith(personId: PersonId, other: PersonId): Command {
    const office = { ...officeOf(personId), asOneWith: [other] };
    return this.with({ capacities: [...this.asked.capacities, office] });
  }

  bySystem(): Command {
    return this.with({ capacities: [SYSTEM] });
  }

  on(when: When): Command {
    return this.with({ when });
  }

  because(reason: string): Command {
    return this.with({ reason });
  }

  /** Given at another time than the one at which it happened. */
  recorded(now: When): Command {
    return this.with({ now });
  }

  private with(more: Partial<Asked>): Command {
    return new Command({ ...this.asked, ...more });
  }
}

export class Expected {
  constructor(readonly said: Partial<Decided>) {}

  moves(from: string, to: string): Expected {
    return new Expected({ ...this.said, change: { from, to } });
  }

  at(organ: string): Expected {
    return new Expected({ ...this.said, organ });
  }

  under(article: string): Expected {
    return new Expected({ ...this.said, article });
  }

  level(level: string): Expected {
    return new Expected({ ...this.said, level });
  }

  as(role: string, organId?: string): Expected {
    return new Expected({ ...this.said, who: { personId: '', role, organId } });
  }
}
