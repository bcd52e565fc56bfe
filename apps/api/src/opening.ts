import { edgeOf, NONE, type Procedure } from '@cluetrail/workflow';

/** The command by which people begin a kind of work, as the procedures say; undefined where processes alone do. */
export function openingCommand(kind: string, procedures: readonly Procedure[]): string | undefined {
  for (const { workflows } of procedures) {
    const found = Object.entries(workflows[kind] ?? {}).find(
      ([, edge]) => edge.from.includes(NONE) && edge.by.some(isPerson),
    );
    if (found) return found[0];
  }
  return undefined;
}

/** Some procedure lets a person give this command. */
export function isForPeople(
  { kind, command }: { readonly kind: string; readonly command: string },
  procedures: readonly Procedure[],
): boolean {
  return procedures.some((one) => edgeOf(one, kind, command)?.by.some(isPerson));
}

function isPerson(role: string): boolean {
  return role !== 'system';
}
