import { readdirSync, readFileSync } from 'node:fs';
import { Type } from 'class-transformer';
import { IsObject, IsOptional, IsString, Length, Matches, ValidateNested } from 'class-validator';
import { isZone } from '@cluetrail/event-sourcing';
import { IsOrganId } from '@cluetrail/access';
import {
  type InputFault,
  readInput,
  readYaml,
  type Fault,
  type YamlFile,
} from '@cluetrail/workflow';

/** Which column holds what. A time without an offset is local to the mapping's zone. */
export class MappedColumns {
  @IsString() @Length(1, 200) case!: string;
  @IsString() @Length(1, 200) row!: string;
  @IsString() @Length(1, 200) activity!: string;
  @IsString() @Length(1, 200) time!: string;
  @IsString() @Length(1, 200) resource!: string;
  @IsString() @Length(1, 200) start!: string;
  @IsOptional() @IsString() @Length(1, 200) end?: string;
  @IsOptional() @IsString() @Length(1, 200) deadline?: string;
}

/** How a foreign event log becomes clues: a file that people write. */
export class Mapping {
  @Matches(/^[a-z0-9][a-z0-9-]{0,39}$/) mapping!: string;
  /** Imported clues are pinned to its newest version. */
  @Matches(/^[a-z0-9][a-z0-9-]{0,39}$/) procedure!: string;
  /** Which obligation the deadline column imposes. */
  @IsOptional() @Matches(/^[a-z][a-zA-Z0-9-]{0,39}$/) obligation?: string;
  @IsOrganId() organ!: string;
  @IsString() zone!: string;
  @ValidateNested() @Type(() => MappedColumns) columns!: MappedColumns;
  /** Whole name or leading code of an activity → what kind of act it was. */
  @IsObject() activities!: Record<string, string>;
}

/** Codes of the obligations of a procedure's newest version; undefined = there is no such procedure. */
export type ObligationsOf = (procedure: string) => readonly string[] | undefined;

/** Reads a mapping from YAML. Every fault has its line, what was expected and what was found. */
export function readMapping(
  text: string,
  obligationsOf: ObligationsOf,
): { readonly mapping: Mapping } | { readonly faults: readonly Fault[] } {
  const file = readYaml(text);
  if ('faults' in file) return file;
  const read = readInput(Mapping, file.value);
  if ('faults' in read) return { faults: sorted(file, read.faults) };
  const faults = faultsOf(read.input, obligationsOf);
  return faults.length > 0 ? { faults: sorted(file, faults) } : { mapping: read.input };
}

function sorted(file: YamlFile, faults: readonly InputFault[]): Fault[] {
  return file.located(faults).sort((a, b) => a.line - b.line);
}

function faultsOf(mapping: Mapping, obligationsOf: ObligationsOf): InputFault[] {
  const { activities, columns, obligation, procedure, zone } = mapping;
  const faults = Object.entries(activities)
    .filter(([, kind]) => typeof kind !== 'string' || !/^[a-z][a-z0-9-]{0,39}$/.test(kind))
    .map(([activity, kind]) => ({
      path: `activities.${activity}`,
      expected: 'a kind: a-z 0-9 -',
      found: JSON.stringify(kind),
    }));
  if (!isZone(zone)) faults.push({ path: 'zone', expected: 'an IANA time zone', found: zone });
  if (columns.deadline !== undefined && obligation === undefined)
    faults.push({
      path: 'columns.deadline',
      expected: 'beside it `obligation`, which the deadline is of',
      found: 'none',
    });
  const known = obligationsOf(procedure);
  if (!known)
    faults.push({ path: 'procedure', expected: 'a published procedure', found: procedure });
  else if (obligation !== undefined && !known.includes(obligation))
    faults.push({
      path: 'obligation',
      expected: `an obligation of ${procedure}: ${known.join(', ') || 'it has none'}`,
      found: obligation,
    });
  return faults;
}

const FOLDER = new URL('../../mappings/', import.meta.url);

/** Undefined where none of that name is shipped. Throws where the product itself is broken. */
export function shippedMapping(name: string, obligationsOf: ObligationsOf): Mapping | undefined {
  if (!readdirSync(FOLDER).includes(`${name}.yaml`)) return undefined;
  const read = readMapping(readFileSync(new URL(`${name}.yaml`, FOLDER), 'utf8'), obligationsOf);
  if ('mapping' in read) return read.mapping;
  const [{ line, path, expected, found }] = read.faults;
  throw new Error(`${name}.yaml:${line}: ${path}: expected ${expected}, found ${found}`);
}

/** The kind of an activity; undefined where the mapping names none. */
export function kindOfActivity({ activities }: Mapping, activity: string): string | undefined {
  const code = /^(\S+?)(?:-\d+)?\s/.exec(activity)?.[1] ?? activity;
  // An activity may be called like a method of every object.
  const named = [activity, code].find((name) => Object.hasOwn(activities, name));
  return named === undefined ? undefined : activities[named];
}
