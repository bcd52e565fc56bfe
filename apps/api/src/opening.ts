import { edgeOf, NONE, type Procedure } from '@cluetrail/workflow';

/** The command by which people begin a kind of work, as the procedures say; undefined where processes alone do. */
export function openingCommand(kind: string, procedures: readonly Procedure[]): string | undefined {
  return openingCommands(kind, procedures)[0];
}

/** All of them, the usual one first: `POST /api/reports` is that, `POST /api/reports/referUpSealed` another. */
export function openingCommands(kind: string, procedures: readonly Procedure[]): string[] {
  const found = procedures.flatMap(({ workflows }) =>
    Object.entries(workflows[kind] ?? {})
      .filter(([, edge]) => edge.from.includes(NONE) && edge.by.some(isPerson))
      .map(([command]) => command),
  );
  return [...new Set(found)];
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
