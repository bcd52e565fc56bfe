import { isZone } from '@cluetrail/event-sourcing';
import { parsePeriod, type ObligationRule, type Trigger } from '@cluetrail/deadlines';
import { faultsOfAll } from './agreement.js';
import { faultOfAllowed } from './allowed-value.js';
import { kindOf } from './fault-words.js';
import { readInput, type InputFault } from './input.js';
import type { Edge, Fault, Procedure } from './procedure.js';
import type { Answering } from './process-manager.js';
import { EdgeFile, ObligationFile, ProcedureFile, RanksFile, WordsFile } from './procedure-file.js';
import type { Sees } from './row-states.js';
import { SYSTEM, type InputClass } from './transition.js';
import { NONE, type Table } from './workflow.js';
import { readYaml, type YamlFile } from './yaml-file.js';

/** What a procedure may speak of: the workflows of the code and the roles of the access policy. */
export interface Vocabulary {
  readonly workflows: readonly Table[];
  readonly roles: readonly string[];
  /** Rungs of the organ tree, the highest first. */
  readonly tiers: readonly string[];
  /** Event types of imported history and of processes, beside those that the rows leave. */
  readonly events: readonly string[];
  /** What gives commands beside people. */
  readonly processes: readonly Answering[];
  readonly sees?: Sees;
}

/** Reads a procedure from YAML. Every fault has its line, what was expected and what was found. */
export function parseProcedure(
  text: string,
  vocabulary: Vocabulary,
): { readonly procedure: Procedure } | { readonly faults: readonly Fault[] } {
  const file = readYaml(text);
  if ('faults' in file) return file;
  const head = readInput(ProcedureFile, file.value);
  if ('faults' in head) return { faults: file.located(head.faults) };
  const check = new Check(head.input, vocabulary);
  const procedure = check.procedure();
  const faults = check.faults.length > 0 ? check.faults : faultsOfAll(procedure, vocabulary);
  return faults.length > 0 ? { faults: sorted(file, faults) } : { procedure: plain(procedure) };
}

/** The second look: what is well formed may still speak of things that do not exist. */
class Check {
  readonly faults: InputFault[] = [];
  private readonly types: ReadonlySet<string>;
  private readonly commands: ReadonlySet<string>;

  constructor(
    private readonly file: ProcedureFile,
    private readonly vocabulary: Vocabulary,
  ) {
    const rows = vocabulary.workflows.flatMap((one) => Object.entries(one.transitions));
    this.types = new Set([...rows.map(([, row]) => row.event), ...vocabulary.events]);
    this.commands = new Set(rows.map(([command]) => command));
  }

  procedure(): Procedure {
    const { procedure: name, version, title, notice, zone, backdating, fourEyes = [] } = this.file;
    if (!isZone(zone)) this.fault('zone', 'an IANA time zone', zone);
    const workflows = mapped(this.file.workflows, (kind, edges) => this.edges(kind, edges));
    fourEyes.forEach((pair, index) => this.pair(pair, `fourEyes[${index}]`));
    const obligations = Object.entries(this.file.obligations).map(([code, rule]) =>
      this.obligation(code, rule),
    );
    const labels = this.file.labels && this.labels(this.file.labels);
    const ranks = this.ranks();
    return {
      ...{ name, version, title, notice, zone, labels, ranks, backdating },
      ...{ workflows, fourEyes, obligations },
    };
  }

  private edges(kind: string, edges: Record<string, unknown> | null): Record<string, Edge> {
    const path = `workflows.${kind}`;
    const workflow = this.vocabulary.workflows.find((one) => one.kind === kind);
    if (!workflow)
      this.fault(path, `one of ${this.vocabulary.workflows.map((one) => one.kind)}`, kind);
    else if (kindOf(edges) !== 'an object') this.fault(path, 'commands', kindOf(edges));
    else return mapped(Object(edges), (command, edge) => this.edge(workflow, command, edge));
    return {};
  }

  private edge(workflow: Table, command: string, body: unknown): Edge {
    const path = `workflows.${workflow.kind}.${command}`;
    if (!workflow.transitions[command])
      this.fault(path, `a command of the ${workflow.kind}`, command);
    const file = this.part(EdgeFile, body, path);
    if (!file)
      return {
        by: [],
        at: 'responsible',
        from: [],
        requires: [],
        allows: {},
        basis: { confidence: 'unsure' },
      };
    const states = [NONE, ...Object.keys(workflow.states)];
    this.roles(file.by, `${path}.by`);
    file.from.forEach((state, index) => this.oneOf(state, states, `${path}.from[${index}]`));
    this.target(file.to, states, `${path}.to`);
    const { by, at = 'responsible', from, to, requires = [], needs, within, basis } = file;
    (needs ?? []).forEach((one, index) => {
      for (const command of [one].flat())
        this.oneOf(command, Object.keys(workflow.transitions), `${path}.needs[${index}]`);
    });
    if (within !== undefined)
      this.oneOf(within, Object.keys(this.file.obligations), `${path}.within`);
    if (at === 'by-rank' && !this.file.ranks)
      this.fault(`${path}.at`, 'ranks in the procedure', at);
    const row = workflow.transitions[command];
    const allows = mapped(file.allows ?? {}, (field, values) =>
      this.allowed(row?.input, { field, values, path: `${path}.allows.${field}` }),
    );
    return {
      ...{ by, at, from, ...(to === undefined ? {} : { to }), requires },
      ...(needs && { needs }),
      ...(within !== undefined && { within }),
      ...{ allows, basis },
    };
  }

  private labels(file: Record<string, unknown>): Procedure['labels'] {
    return mapped(file, (kind, labels) => {
      const workflow = this.vocabulary.workflows.find((one) => one.kind === kind);
      const path = `labels.${kind}`;
      if (!workflow || typeof labels !== 'object' || labels === null) {
        const kinds = this.vocabulary.workflows.map((one) => one.kind);
        this.fault(path, `the states of one of ${kinds.join(', ')}, each with en and zh`, kind);
        return {};
      }
      return mapped(labels as Record<string, unknown>, (state, words) => {
        this.oneOf(state, Object.keys(workflow.states), `${path}.${state}`);
        return this.part(WordsFile, words, `${path}.${state}`) ?? { en: '', zh: '' };
      });
    });
  }

  private ranks(): Procedure['ranks'] {
    const ranks = this.file.ranks && this.part(RanksFile, this.file.ranks, 'ranks');
    for (const [rank, tier] of Object.entries(ranks?.tiers ?? {}))
      this.oneOf(tier, this.vocabulary.tiers, `ranks.tiers.${rank}`);
    return ranks;
  }

  private roles(roles: readonly string[], path: string): void {
    roles.forEach((role, index) =>
      this.oneOf(role, [...this.vocabulary.roles, SYSTEM], `${path}[${index}]`),
    );
  }

  /** What the command would not take all the same is a slip of the pen, which would shut the command for good. */
  private allowed(
    input: InputClass<object> | undefined,
    { field, values, path }: { field: string; values: unknown; path: string },
  ): readonly string[] {
    const all = this.values(values, path);
    all.forEach((value, index) => {
      const fault = input && faultOfAllowed(input, field, value);
      if (fault) this.fault(`${path}[${index}]`, fault.expected, JSON.stringify(value));
    });
    return all;
  }

  private values(values: unknown, path: string): readonly string[] {
    if (Array.isArray(values) && values.every((value) => typeof value === 'string')) return values;
    this.fault(path, 'an array of texts', kindOf(values));
    return [];
  }

  private target(to: unknown, states: readonly string[], path: string): void {
    if (to === undefined) return;
    if (typeof to === 'string') return this.oneOf(to, states, path);
    const { field, cases } = Object(to) as { field?: unknown; cases?: unknown }; // shape is checked on the next line
    if (typeof field !== 'string' || typeof cases !== 'object' || cases === null)
      return this.fault(path, 'a state, or { field, cases }', kindOf(to));
    Object.entries(cases).forEach(([value, state]) =>
      this.oneOf(String(state), states, `${path}.cases.${value}`),
    );
  }

  private obligation(code: string, body: unknown): ObligationRule {
    const path = `obligations.${code}`;
    const file = this.part(ObligationFile, body, path);
    if (!file) return NO_RULE;
    this.oneOf(
      file.watch,
      this.vocabulary.workflows.map((one) => one.kind),
      `${path}.watch`,
    );
    const events = (list: 'starts' | 'meets' | 'cancels') =>
      (file[list] ?? []).map((one, index) => this.trigger(one, `${path}.${list}[${index}]`));
    this.period(file.length, `${path}.length`);
    this.period(file.from?.within, `${path}.from.within`);
    this.period(file.extension?.length, `${path}.extension.length`);
    this.roles(file.extension?.by ?? [], `${path}.extension.by`);
    (file.extension?.further ?? []).forEach(({ length, by }, index) => {
      this.period(length, `${path}.extension.further[${index}].length`);
      this.roles(by, `${path}.extension.further[${index}].by`);
    });
    for (const colour of ['blue', 'yellow', 'red'] as const)
      this.period(file.alerts?.[colour], `${path}.alerts.${colour}`);
    const triggers = {
      starts: events('starts'),
      meets: events('meets'),
      cancels: events('cancels'),
    };
    const { basis, from, ...rest } = file;
    const anchor = from && {
      ...from,
      events: from.events.map((one, index) => this.trigger(one, `${path}.from.events[${index}]`)),
    };
    return plain({
      code,
      ...rest,
      ...triggers,
      from: anchor,
      basis: { ...basis, source: basis.source ?? '' },
    });
  }

  /** An event type, or `{ event, where: { field: value } }`: only where its data says so. */
  private trigger(one: unknown, path: string): Trigger {
    if (typeof one === 'string') {
      this.oneOf(one, [...this.types], path);
      return one;
    }
    const { event, where } = Object(one) as { event?: unknown; where?: unknown }; // shape is checked next
    if (typeof event !== 'string' || typeof where !== 'object' || where === null) {
      this.fault(path, 'an event type, or { event, where: { field: value } }', typeof one);
      return '';
    }
    this.oneOf(event, [...this.types], `${path}.event`);
    return { event, where: where as { [field: string]: string | number | boolean } }; // compared as plain values
  }

  private pair(pair: unknown, path: string): void {
    if (!Array.isArray(pair) || pair.length !== 2)
      return this.fault(path, 'two commands', kindOf(pair));
    pair.forEach((command, index) =>
      this.oneOf(String(command), [...this.commands], `${path}[${index}]`),
    );
  }

  private period(text: string | undefined, path: string): void {
    if (text === undefined) return;
    try {
      parsePeriod(text);
    } catch {
      this.fault(path, 'a period: nW, nd, nM or nh', text);
    }
  }

  private part<I extends object>(input: InputClass<I>, body: unknown, path: string): I | undefined {
    const read = readInput(input, body);
    if ('input' in read) return read.input;
    for (const fault of read.faults)
      this.faults.push({ ...fault, path: fault.path ? `${path}.${fault.path}` : path });
    return undefined;
  }

  private oneOf(found: unknown, expected: readonly string[], path: string): void {
    if (typeof found !== 'string')
      return this.fault(path, `one of ${expected.join(', ')}`, kindOf(found));
    if (!expected.includes(found)) this.fault(path, `one of ${expected.join(', ')}`, found);
  }

  private fault(path: string, expected: string, found: string): void {
    this.faults.push({ path, expected, found });
  }
}

/** Stands in for a rule that was faulty: the faults are returned, never the rule. */
const NO_RULE: ObligationRule = {
  code: '',
  title: { en: '', zh: '' },
  watch: '',
  starts: [],
  meets: [],
  cancels: [],
  owner: 'responsible',
  basis: { source: '', confidence: 'unsure' },
};

function mapped<A, B>(
  record: Record<string, A>,
  one: (key: string, value: A) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, one(key, value)]));
}

function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

function sorted(file: YamlFile, faults: readonly InputFault[]): Fault[] {
  return file.located(faults).sort((a, b) => a.line - b.line);
}
