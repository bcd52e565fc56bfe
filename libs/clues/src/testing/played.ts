import type { Event } from '@cluetrail/event-sourcing';
import type { Procedure, Workflow } from '@cluetrail/workflow';
import { deciderOf } from './decider.js';
import type { Command } from './said.js';
import { happened, stamped, STREAM, type Told } from './told.js';

/** A stream on which these commands were given, one after the other. Throws where one is refused. */
export function played<S extends object>(play: Play<S>, commands: readonly Command[]): Event[] {
  return stamped(toldBy(play, commands));
}

export function toldBy<S extends object>(
  { workflow, procedure, stream = STREAM }: Play<S>,
  commands: readonly Command[],
): Told[] {
  const decider = deciderOf({ workflow, procedure, linked: [] });
  return commands.reduce<Told[]>((before, { asked }) => {
    const answer = decider.decide(stamped(before), { ...asked, when: asked.when ?? '' });
    if ('refused' in answer)
      throw new Error(`${asked.name}: expected an event, found ${answer.refused.code}`);
    return [
      ...before,
      ...answer.events.map(({ who, article: _, schemaVersion: __, change, ...decided }) => ({
        ...decided,
        ...(change && { change }),
        stream,
        by: who,
        on: happened(asked.when ?? ''),
        ...(typeof asked.now === 'string' && { recorded: asked.now }),
      })),
    ];
  }, []);
}

interface Play<S extends object> {
  readonly workflow: Workflow<S>;
  readonly procedure: Procedure;
  readonly stream?: string;
}
