import type { Event } from '@cluetrail/event-sourcing';
import { edgeOf } from '@cluetrail/workflow';
import type { CommandRequest } from './feature.js';
import type { LoadedStreams } from './loaded-streams.js';
import { procedureNamed, subjectOf, type EngineOptions } from './situation.js';

/**
 * In which a date without a time may be meant: where the opening says that the matter is, or where the person works; of
 * several in which he does, where the matter is. More than one only where nothing tells which: the first is the usual one.
 */
export async function zonesFor(
  options: Options,
  streams: LoadedStreams,
  { by, kind, command, stream, body }: CommandRequest,
): Promise<readonly string[]> {
  const { references, defaultProcedure } = options;
  const { directory } = references;
  const zoneOf = (organId: string) => directory.organ(organId)?.zone;
  const appointments = 'process' in by ? [] : subjectOf(options, by.personId).appointments;
  const usual = references.zoneFor({ appointments }, defaultProcedure);
  const opened = stream === undefined ? zoneOf(organIn(body)) : undefined;
  if (opened !== undefined) return [opened];
  const zonesOf = (offices: typeof appointments) => [
    ...new Set(offices.map(({ organId }) => zoneOf(organId) ?? usual)),
  ];
  const all = zonesOf(appointments);
  if (all.length <= 1) return [usual];
  if (stream !== undefined) {
    const { events } = await streams.load(stream);
    const there = zoneOf(directory.heir(organAt(events)));
    return [there ?? usual];
  }
  const procedure = references.newest(procedureNamed(options, { by }));
  const roles = procedure && edgeOf(procedure, kind, command)?.by;
  const fitting = zonesOf(appointments.filter(({ role }) => roles?.includes(role)));
  return fitting.length > 0 ? fitting : [usual];
}

/** What speaks aside names no organ. */
function organAt(events: readonly Event[]): string {
  return events.findLast(({ organ }) => organ !== undefined)?.organ ?? '';
}

type Options = Pick<EngineOptions, 'references' | 'defaultProcedure' | 'clock'>;

function organIn(body: unknown): string {
  const { organ } = Object(body) as { readonly organ?: unknown }; // whatever was sent
  return typeof organ === 'string' ? organ : '';
}
