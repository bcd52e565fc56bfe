import type { Standing } from '@cluetrail/access';
import { once } from './once.js';
import type { Reading } from './read-model.js';

/** An office in which somebody acts: his own, or one that was lent to him. */
export interface Acting extends Standing {
  readonly personId: string;
}

/** Who acts at an organ now: nobody who is on leave. */
export function actingAt(reading: Reading, path: string): readonly Acting[] {
  return once(reading, `acting ${path}`, () =>
    officesAt(reading, path).filter(({ onLeave }) => !onLeave),
  );
}

/** Who holds an office of his own there and is on leave. */
export function awayFrom(reading: Reading, path: string): readonly string[] {
  return officesAt(reading, path)
    .filter(({ onLeave, onBehalfOf }) => onLeave && onBehalfOf === undefined)
    .map(({ personId }) => personId);
}

function officesAt(reading: Reading, path: string): readonly Acting[] {
  return once(reading, `offices ${path}`, () => officesNow(reading, path));
}

function officesNow({ installation, now }: Reading, path: string): readonly Acting[] {
  const { directory } = installation.references;
  const people = directory
    .appointmentsAt(organOf(path))
    .flatMap(({ personId, delegations }) => [personId, ...delegations.map((one) => one.personId)]);
  return [...new Set(people)].flatMap((personId) =>
    directory
      .subject(personId, now)
      .appointments.filter(({ organPath }) => organPath === path)
      .map((office) => ({ ...office, personId })),
  );
}

/** The organ at the end of a path. */
export function organOf(path: string): string {
  return path.split('/').findLast(Boolean) ?? '';
}

/** From the root down to this organ. */
export function pathsTo(path: string): readonly string[] {
  const ids = path.split('/').filter(Boolean);
  return ids.map((_, index) => `/${ids.slice(0, index + 1).join('/')}/`);
}

/** At this organ and those below it, each once: also where nobody acts at all. */
export function organsUnder({ installation }: Reading, path: string): readonly string[] {
  const { directory } = installation.references;
  const paths = directory.organIds().map((id) => directory.path(id) ?? '');
  return [...new Set(paths)].filter((one) => one.startsWith(path));
}

/** Alike for organs at which the same offices are held by one person each, or by more than one: many are. */
export function staffedAs(reading: Reading, path: string): string {
  const offices = Map.groupBy(actingAt(reading, path), ({ personId }) => personId);
  const people = [...offices.values()].map((all) =>
    all
      .map(({ role, clearance, commands = [] }) => [role, clearance, ...commands].join(' '))
      .sort()
      .join(),
  );
  return [...Map.groupBy(people, (held) => held)]
    .map(([held, all]) => `${held} ${all.length > 1}`)
    .sort()
    .join('|');
}
