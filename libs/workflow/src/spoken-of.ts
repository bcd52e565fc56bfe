import { typeOf, type ObligationRule, type Trigger } from '@cluetrail/deadlines';
import { fieldsIn, type InputFault } from './input.js';
import type { Edge, Procedure, Target } from './procedure.js';
import type { Table } from './workflow.js';

type Row = Pick<Table['transitions'][string], 'event' | 'input' | 'says'>;
type Fields = ReadonlyMap<string, readonly unknown[] | undefined>;

/** Fields that the events of a row have, each with all values that it takes, where they can be told beforehand. */
export function fieldsOf({ input, says = {} }: Row): Fields {
  const told = Object.entries(says).map(
    ([field, values]) => [field, values.length > 0 ? values : undefined] as const,
  );
  return new Map([...fieldsIn(input), ...told]);
}

/** Faults of a procedure: fields and values of which it speaks, that no command takes and no event has. */
export function unknownFields(
  { workflows, obligations }: Procedure,
  tables: readonly Table[],
): readonly InputFault[] {
  return [
    ...tables.flatMap(({ kind, transitions }) =>
      Object.entries(workflows[kind] ?? {}).flatMap(([command, edge]) =>
        ofEdge(`workflows.${kind}.${command}`, edge, transitions[command]),
      ),
    ),
    ...obligations.flatMap((rule) => ofObligation(rule, eventsOf(tables))),
  ];
}

/** What every command takes beside its input. */
const BESIDE = ['reason', 'attachments'];

function ofEdge(path: string, { requires, to, allows }: Edge, row: Row): InputFault[] {
  const taken = [...fieldsIn(row.input).keys(), ...BESIDE];
  return [
    ...requires.flatMap((field, index) => oneOf(taken, field, `${path}.requires[${index}]`)),
    ...(typeof to === 'object' ? ofTarget(`${path}.to`, { to, allows }, row) : []),
  ];
}

function ofTarget(
  path: string,
  { to: { field, cases }, allows }: { to: Exclude<Target, string>; allows: Edge['allows'] },
  row: Row,
): InputFault[] {
  const fields = fieldsOf(row);
  if (!fields.has(field)) return oneOf([...fields.keys()], field, `${path}.field`);
  const values = fields.get(field)?.map(String);
  if (!values) return [];
  const allowed = allows[field] ?? values;
  const left = allowed.filter((value) => !Object.hasOwn(cases, value));
  const expected = `a state for each of ${allowed.join(', ')}`;
  return [
    ...Object.keys(cases).flatMap((value) => oneOf(values, value, `${path}.cases.${value}`)),
    ...(left.length > 0
      ? [{ path: `${path}.cases`, expected, found: `none for ${left.join(', ')}` }]
      : []),
  ];
}

/** The rows that leave each type; of an imported one nothing is known. */
type Events = ReadonlyMap<string, readonly Row[]>;

function eventsOf(tables: readonly Table[]): Events {
  const rows = tables.flatMap(({ transitions }) => Object.values(transitions));
  return Map.groupBy(rows, ({ event }) => event);
}

function ofObligation(rule: ObligationRule, events: Events): InputFault[] {
  const path = `obligations.${rule.code}`;
  const { starts, meets, cancels, from } = rule;
  const lists = { starts, meets, cancels, 'from.events': from?.events ?? [] };
  return [
    ...Object.entries(lists).flatMap(([name, list]) =>
      list.flatMap((one, index) => ofTrigger(`${path}.${name}[${index}]`, one, events)),
    ),
    ...ofEach(path, rule, events),
  ];
}

function ofTrigger(path: string, trigger: Trigger, events: Events): InputFault[] {
  const rows = events.get(typeOf(trigger));
  if (typeof trigger === 'string' || !rows) return [];
  const all = rows.map(fieldsOf);
  return Object.entries(trigger.where).flatMap(([field, value]) => {
    const having = all.filter((fields) => fields.has(field));
    const at = `${path}.where.${field}`;
    if (having.length === 0) return oneOf(namesIn(all), field, at);
    const values = having.map((fields) => fields.get(field));
    return values.some((some) => some === undefined || some.includes(value))
      ? []
      : [
          {
            path: at,
            expected: `one of ${values.flat().join(', ')}`,
            found: JSON.stringify(value),
          },
        ];
  });
}

/** Without the field in what starts it, or in what meets it, no clock is one of several. */
function ofEach(path: string, { each, starts, meets }: ObligationRule, events: Events) {
  if (each === undefined) return [];
  return [starts, meets]
    .map((list) => list.map((one) => events.get(typeOf(one))?.map(fieldsOf)))
    .filter((list) => !list.some((rows) => !rows || rows.some((fields) => fields.has(each))))
    .slice(0, 1)
    .flatMap((list) => oneOf(namesIn(list.flatMap((rows) => rows ?? [])), each, `${path}.each`));
}

function namesIn(all: readonly Fields[]): string[] {
  return [...new Set(all.flatMap((fields) => [...fields.keys()]))];
}

function oneOf(known: readonly string[], found: string, path: string): InputFault[] {
  if (known.includes(found)) return [];
  const expected =
    known.length > 0 ? `one of ${known.join(', ')}` : 'no field, since there is none';
  return [{ path, expected, found }];
}
