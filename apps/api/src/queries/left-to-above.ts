import { sql } from 'kysely';
import type { Standing } from '@cluetrail/access';
import type { Candidates } from './candidates.js';
import { peopleIn } from './conditions.js';
import type { Reading } from './read-model.js';

/**
 * 提级, 指定管辖: an organ above may take a clue up, or give it to another one, at any time and need not. It is waited for
 * where nobody is left who could take the next step, since those who could are recused, or it is about them.
 */
export const WAYS_UP: readonly string[] = ['raise', 'designate'];

/** Clues of which somebody may know nothing who holds this role below a path: few are, wherever, and each tells by itself. */
export function keptFromHolders(
  { installation, now }: Reading,
  { role, path }: { readonly role: string; readonly path: string },
): Candidates[] {
  const isBelow = (one: string) => one.startsWith(path) && one !== path;
  const people = installation.references.directory.holders({ on: now, at: isBelow, role });
  if (people.length === 0) return [];
  return [
    sql`select clue from involved where person in (${sql.join([...people])})
      and part in ('subject', 'recused')`,
  ];
}

interface Placed {
  readonly organPath: string;
  /** `|id|id|` */
  readonly excluded: string;
}

/** Whether somebody of the organ where it is may know nothing of it. */
export function isKeptFromHouse(
  { installation, now }: Reading,
  { organPath, excluded }: Placed,
): boolean {
  const isThere = (office: Standing) =>
    office.organPath === organPath && office.onBehalfOf === undefined;
  return peopleIn(excluded).some((person) =>
    installation.references.directory.subject(person, now).appointments.some(isThere),
  );
}

/** Whether nobody of an organ can take a step with the clue that is waited for. */
export async function nobodyGoesOn(
  { installation, now }: Reading,
  { clue, organPath }: { readonly clue: string; readonly organPath: string },
): Promise<boolean> {
  const { engine, references } = installation;
  const staff = references.directory.holders({ on: now, at: (path) => path === organPath });
  for (const person of staff) {
    const open = await engine.waiting('clue', `clue-${clue}`, person);
    if (open.some(({ command, awaited }) => awaited && !WAYS_UP.includes(command))) return false;
  }
  return true;
}
