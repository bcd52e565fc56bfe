/** A refusal is a value: a stable code, and what its sentence needs. Sentences stand in the words file. */
export interface Refusal {
  readonly code: string;
  readonly detail?: { readonly [name: string]: string | number | readonly string[] };
}

export function refuse(code: string, detail?: Refusal['detail']): { readonly refused: Refusal } {
  return { refused: detail ? { code, detail } : { code } };
}

/** Pure: what was, what is asked, what follows. */
export interface Decider<State, Command, Outcome, E> {
  readonly initial: State;
  decide(
    state: State,
    command: Command,
  ): { readonly events: readonly Outcome[] } | { readonly refused: Refusal };
  evolve(state: State, event: E): State;
}
