import type { FollowUp, Given } from '@cluetrail/workflow';

/** Throws where a process gives what it did not say: a procedure could lack it, unnoticed. */
export function isDeclared(gives: readonly Given[] = [], { kind, command }: FollowUp): true {
  if (gives.some((one) => one.kind === kind && one.command === command)) return true;
  throw new Error(`expected ${command} of the ${kind} among what the process gives`);
}
