import {
  type References,
  type Refusal,
  rowsOf,
  same,
  type Sentence,
  specifying,
  type Unseal,
} from '@cluetrail/event-sourcing';
import { type Decided, type Procedure, readInput, type Workflow } from '@cluetrail/workflow';
import { caseWork } from '../case/case.js';
import { clue } from '../clue/clue.js';
import { person } from '../person/person.js';
import { report } from '../report/report.js';
import { deciderOf } from './decider.js';
import { CN, CN2, REFERENCES } from './office.js';
import { toldBy } from './played.js';
import type { Asked, Command, Expected } from './said.js';
import { CASE_STREAM, happened, stamped, STREAM, type Told, type When } from './told.js';

/** A clue with this history, under the first Chinese example procedure. */
export function given(...told: readonly Told[]) {
  return new Given({ workflow: clue, told, aside: [], procedure: CN });
}

/** A clue to which these commands were given, under the whole procedure. */
export function after(...commands: readonly Command[]) {
  const told = toldBy({ workflow: clue, procedure: CN2 }, commands);
  return new Given({ workflow: clue, told, aside: [], procedure: CN2 });
}

/** A case to which these commands were given, under the whole procedure. */
export function afterInCase(...commands: readonly Command[]) {
  return afterInCaseUnder(CN2, ...commands);
}

/** The same under another procedure. */
export function afterInCaseUnder(procedure: Procedure, ...commands: readonly Command[]) {
  const play = { workflow: caseWork, procedure, stream: CASE_STREAM };
  return new Given({ ...play, told: toldBy(play, commands), aside: [] });
}

/** A case with this history. */
export function givenCase(...told: readonly Told[]) {
  return new Given({ workflow: caseWork, told, aside: [], procedure: CN });
}

/** A person's record with this history. */
export function givenPerson(...told: readonly Told[]) {
  return new Given({ workflow: person, told, aside: [], procedure: CN });
}

/** A report with this history. */
export function givenReport(...told: readonly Told[]) {
  return new Given({ workflow: report, told, aside: [], procedure: CN });
}

interface History<S extends object> {
  readonly workflow: Workflow<S>;
  readonly told: readonly Told[];
  readonly aside: readonly Told[];
  readonly procedure: Procedure;
}

class Given<S extends object> {
  constructor(private readonly history: History<S>) {}

  /** With a linked stream, as that of its case. */
  beside(...aside: readonly Told[]): Given<S> {
    return new Given({ ...this.history, aside });
  }

  under(procedure: Procedure): Given<S> {
    return new Given({ ...this.history, procedure });
  }

  when({ asked }: Command) {
    const { workflow, told, aside, procedure } = this.history;
    const last = told.at(-1);
    const decider = deciderOf({ workflow, procedure, linked: stamped(aside) });
    const answered = specifying(decider)(...stamped(told)).when(this.timed(asked));
    return {
      then: (...expected: readonly Expected[]): Sentence => {
        const { schemaVersion = 1, aside } = workflow.transitions[asked.name];
        return answered.then(
          ...expected.map(({ said }) =>
            whole({ schemaVersion, ...(aside && { aside }), ...said }, asked, last),
          ),
        );
      },
      refused: (code: string, detail?: Refusal['detail']): Sentence =>
        answered.refused(code, detail),
      /** The body is not what the row's input class asks for, at these fields. */
      invalid: (...paths: readonly string[]): Sentence => {
        const read = readInput<object>(workflow.transitions[asked.name].input, asked.input);
        return () =>
          same('faults' in read ? [...new Set(read.faults.map(({ path }) => path))] : [], paths);
      },
    };
  }

  project(definition: Parameters<typeof rowsOf>[0], unseal?: Unseal) {
    const { told, aside, procedure } = this.history;
    const [first] = aside;
    const basis = { procedure: procedure.name, version: procedure.version };
    const events = stamped(told).map((event) => ({ ...event, basis }));
    const stream = first?.stream ?? STREAM;
    const linked = first ? [{ stream, events: stamped(aside) }] : [];
    const references: References = {
      events: (name) =>
        linked.find((one) => one.stream === name)?.events ?? REFERENCES.events(name),
    };
    return {
      rows:
        (expected: readonly object[]): Sentence =>
        () =>
          same(rowsOf(definition, events, { linked, references, unseal }), expected),
    };
  }

  /** Nothing said: at nine on the day after the last event. */
  private timed(asked: Asked): Asked & { when: When } {
    const last = this.history.told.at(-1);
    const nextDay = last && new Date(Date.parse(happened(last.on).at) + 86_400_000).toISOString();
    return { ...asked, when: asked.when ?? nextDay ?? '2021-09-01' };
  }
}

function whole(said: Partial<Decided>, { capacities }: Asked, last: Told | undefined): Decided {
  const [first] = capacities;
  const { role: as, organId: at } = said.who ?? first;
  const who =
    capacities.find(({ role, organId }) => role === as && organId === (at ?? organId)) ?? first;
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
