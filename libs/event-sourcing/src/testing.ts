import { canonical } from './canonical.js';
import type { Decider, Refusal } from './decider.js';
import type { Event } from './event.js';
import type { Definition } from './runner/table.js';
import type { References, Row, Spell, Unseal } from './projection.js';

/** A test as a value: `it('leaves a review date', given(…).when(…).then(…))`. Throws {@link Differs}. */
export type Sentence = () => void;

export interface Given<Command, Outcome> {
  when(command: Command): {
    /** Exactly these events, compared whole. */
    then(...expected: readonly Outcome[]): Sentence;
    /** With this code and, where it is named, exactly this detail. */
    refused(code: string, detail?: Refusal['detail']): Sentence;
  };
}

/** The given/when/then of one decider: pure data in, everything compared. */
export function specifying<State, Command, Outcome, E>(
  decider: Decider<State, Command, Outcome, E>,
): (...events: readonly E[]) => Given<Command, Outcome> {
  return (...events) => ({
    when(command) {
      const answer = () => {
        const state = events.reduce<State>(
          (before, event) => decider.evolve(before, event),
          decider.initial,
        );
        return decider.decide(state, command);
      };
      return {
        then:
          (...expected) =>
          () =>
            same(answer(), { events: expected }),
        refused: (code, detail) => () => {
          const found = answer();
          if (!('refused' in found) || detail) return same(found, { refused: { code, detail } });
          return same(found.refused.code, code);
        },
      };
    },
  });
}

/** What a projection is shown besides the events of its stream. */
export interface Shown {
  readonly linked?: readonly { readonly stream: string; readonly events: readonly Event[] }[];
  readonly references?: References;
  readonly unseal?: Unseal;
}

/** The rows (of a temporal projection: the spells) that a projection makes of one stream's events. */
export function rowsOf(
  definition: Definition,
  events: readonly Event[],
  { linked = [], references = NO_REFERENCES, unseal = () => undefined }: Shown = {},
): readonly Row[] | readonly Spell<Row>[] {
  if (definition.kind === 'projection') {
    let rows: readonly Row[] = [];
    for (const event of events)
      // Rows come from this projection alone, so they have its shape.
      rows = definition.on[event.type]?.(rows as readonly never[], event, unseal) ?? rows;
    return rows;
  }
  const stream = events[0]?.stream ?? '';
  return definition.of({ stream, events, linked }, references, unseal);
}

/** Throws {@link Differs} unless both are the same JSON; absent and undefined are the same. */
export function same(found: unknown, expected: unknown): void {
  const differences = compared('', plain(found), plain(expected));
  if (differences.length > 0) throw new Differs(differences);
}

/** Says every place where what was found is not what was expected. */
export class Differs extends Error {
  constructor(readonly differences: readonly string[]) {
    super(differences.join('\n'));
  }
}

const NO_REFERENCES: References = { events: () => [] };

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function compared(path: string, found: unknown, expected: unknown): string[] {
  if (isObject(found) && isObject(expected) && Array.isArray(found) === Array.isArray(expected)) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
    return keys.flatMap((key) =>
      compared(path ? `${path}.${key}` : key, Reflect.get(found, key), Reflect.get(expected, key)),
    );
  }
  const [is, should] = [shown(found), shown(expected)];
  return is === should ? [] : [`${path || 'answer'}: expected ${should}, found ${is}`];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : canonical(value);
}
