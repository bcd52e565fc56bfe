import { readdirSync, readFileSync } from 'node:fs';
import { Type } from 'class-transformer';
import { IsObject, IsOptional, IsString, Length, Matches, ValidateNested } from 'class-validator';
import { isZone } from '@cluetrail/event-sourcing';
import { IsOrganId } from '@cluetrail/access';
import { readInput, readYaml, type Fault } from '@cluetrail/workflow';

/** Which column holds what. Times are RFC 3339 with an offset, or local to the mapping's zone. */
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

export function readMapping(
  text: string,
): { readonly mapping: Mapping } | { readonly faults: readonly Fault[] } {
  const file = readYaml(text);
  if ('faults' in file) return file;
  const read = readInput(Mapping, file.value);
  if ('faults' in read) return { faults: file.located(read.faults) };
  const faults = Object.entries(read.input.activities)
    .filter(([, kind]) => typeof kind !== 'string' || !/^[a-z][a-z0-9-]{0,39}$/.test(kind))
    .map(([activity]) => ({
      path: `activities.${activity}`,
      expected: 'a kind: a-z 0-9 -',
      found: 'another text',
    }));
  if (!isZone(read.input.zone))
    faults.push({ path: 'zone', expected: 'an IANA time zone', found: read.input.zone });
  return faults.length > 0 ? { faults: file.located(faults) } : { mapping: read.input };
}

const FOLDER = new URL('../../mappings/', import.meta.url);

/** Throws where the product itself is broken. */
export function shippedMapping(name: string): Mapping | undefined {
  if (!readdirSync(FOLDER).includes(`${name}.yaml`)) return undefined;
  const read = readMapping(readFileSync(new URL(`${name}.yaml`, FOLDER), 'utf8'));
  if ('mapping' in read) return read.mapping;
  throw new Error(`${name}.yaml: ${JSON.stringify(read.faults[0])}`);
}

/** The kind of an activity; undefined where the mapping names none. */
export function kindOfActivity({ activities }: Mapping, activity: string): string | undefined {
  const code = /^(\S+?)(?:-\d+)?\s/.exec(activity)?.[1];
  return activities[activity] ?? (code === undefined ? undefined : activities[code]);
}
