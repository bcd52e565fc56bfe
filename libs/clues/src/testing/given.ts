import {
  type Event,
  type Refusal,
  rowsOf,
  same,
  type Sentence,
  specifying,
} from '@cluetrail/event-sourcing';
import { type Decided, readInput, type Workflow } from '@cluetrail/workflow';
import { caseWork } from '../case/case.js';
import { clue } from '../clue/clue.js';
import { deciderOf } from './decider.js';
import { REFERENCES } from './office.js';
import type { Asked, Command, Expected } from './said.js';
import { happened, stamped, STREAM, type Told, type When } from './told.js';

/** A clue with this history, under the first Chinese example procedure. */
export function given(...told: readonly Told[]) {
  return new Given(clue, told, []);
}

/** A case with this history. */
export function givenCase(...told: readonly Told[]) {
  return new Given(caseWork, told, []);
}

class Given<S extends object> {
  constructor(
    private readonly workflow: Workflow<S>,
    private readonly told: readonly Told[],
    private readonly aside: readonly Told[],
  ) {}

  /** With a linked stream, as that of its case. */
  beside(...aside: readonly Told[]): Given<S> {
    return new Given(this.workflow, this.told, aside);
  }

  when({ asked }: Command) {
    const last = this.told.at(-1);
    const decider = deciderOf(this.workflow, stamped(this.aside));
    const answered = specifying(decider)(...stamped(this.told)).when(this.timed(asked));
    return {
      then: (...expected: readonly Expected[]): Sentence =>
        answered.then(...expected.map(({ said }) => whole(said, asked, last))),
      refused: (code: string, detail?: Refusal['detail']): Sentence =>
        answered.refused(code, detail),
      /** The body is not what the row's input class asks for, at these fields. */
      invalid: (...paths: readonly string[]): Sentence => {
        const read = readInput<object>(this.workflow.transitions[asked.name].input, asked.input);
        return () =>
          same('faults' in read ? [...new Set(read.faults.map(({ path }) => path))] : [], paths);
      },
    };
  }

  project(
    definition: Parameters<typeof rowsOf>[0],
    unseal?: (event: Event, path: string) => string,
  ) {
    const linked =
      this.aside.length === 0
        ? []
        : [{ stream: this.aside[0].stream ?? STREAM, events: stamped(this.aside) }];
    return {
      rows:
        (expected: readonly object[]): Sentence =>
        () =>
          same(
            rowsOf(definition, stamped(this.told), { linked, references: REFERENCES, unseal }),
            expected,
          ),
    };
  }

  /** Nothing said: at nine on the day after the last event. */
  private timed(asked: Asked): Asked & { when: When } {
    const last = this.told.at(-1);
    const nextDay = last && new Date(Date.parse(happened(last.on).at) + 86_400_000).toISOString();
    return { ...asked, when: asked.when ?? nextDay ?? '2021-09-01' };
  }
}

function whole(said: Partial<Decided>, { capacities }: Asked, last: Told | undefined): Decided {
  const [first] = capacities;
  const who = capacities.find(({ role }) => role === said.who?.role) ?? first;
  return {
    type: '',
    data: {},
    schemaVersion: 1,
    organ: last?.organ ?? who.organId ?? '',
    level: last?.level ?? 'L1',
    ...said,
    who,
  };
}
