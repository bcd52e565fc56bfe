import { createRequire } from 'node:module';
import { getMetadataStorage, IsOptional, IsString, Length } from 'class-validator';
import { type InputClass, personalPaths } from '@cluetrail/access';
import { FEATURES } from './features.js';

/** What only takes values that somebody listed, numbers, flags, days, ids and codes. */
const CLOSED = new Set([
  'isIn',
  'matches',
  'isUuid',
  'isInt',
  'isBoolean',
  'isRfc3339',
  'isNumber',
]);

interface Field {
  readonly path: string;
  readonly validators: ReadonlySet<string>;
}

interface TypeMetadata {
  findTypeMetadata(
    target: InputClass,
    property: string,
  ): { typeFunction(): InputClass } | undefined;
}
// The classes of nested inputs: what `@Type` says.
const { defaultMetadataStorage: types }: { defaultMetadataStorage: TypeMetadata } = createRequire(
  import.meta.url,
)('class-transformer/cjs/storage.js');

/** Every validated field of a class, and of those nested in it. */
function fieldsOf(inputClass: InputClass, prefix = ''): Field[] {
  const fields = new Map<string, Set<string>>();
  for (const { propertyName, name, type } of getMetadataStorage().getTargetValidationMetadatas(
    inputClass,
    '',
    false,
    false,
  )) {
    const known = fields.get(propertyName) ?? new Set<string>();
    fields.set(propertyName, known.add(name ?? type));
  }
  return [...fields].flatMap(([property, validators]) => {
    const path = `${prefix}${property}`;
    const nested = types.findTypeMetadata(inputClass, property)?.typeFunction();
    return [{ path, validators }, ...(nested ? fieldsOf(nested, `${path}.`) : [])];
  });
}

function openIn(inputClass: InputClass): string[] {
  const sealed = personalPaths(inputClass).map((path) => path.replace(/[.][*]/g, ''));
  const open = fieldsOf(inputClass).filter(({ path, validators }) => {
    if (sealed.includes(path)) return false;
    return ![...validators].some((name) => CLOSED.has(name) || name === 'nestedValidation');
  });
  return open.map(({ path }) => `${inputClass.name}.${path}`).filter((path) => !GIVEN.has(path));
}

/** Nobody types these: processes give them (dues and heads of other clues), or they are held to the field's own form. */
const GIVEN = new Set([
  ...['SplitOff.managedBy', 'SplitOff.ranks', 'SplitOff.inherits.code', 'SplitOff.inherits.at'],
  ...['SplitOff.extended', 'TakeMerged.extended', 'SplitOff.doers', 'TakeMerged.doers'],
  ...[
    'TakeMerged.managedBy',
    'TakeMerged.ranks',
    'TakeMerged.inherits.code',
    'TakeMerged.inherits.at',
  ],
  ...['CorrectFact.old', 'CorrectFact.new', 'FileCase.organ', 'FileCase.ranks'],
]);

class Talkative {
  @IsOptional() @IsString() @Length(1, 80) remark?: string;
}

describe('the inputs of every command', () => {
  const classes = Object.values(FEATURES).flatMap(({ workflow }) =>
    Object.values(workflow.transitions).map(({ input }) => input as InputClass),
  );

  it('take text in clear nowhere: it is a code, or it is sealed', () => {
    expect(classes.length).toBeGreaterThan(80);
    expect([...new Set(classes)].flatMap(openIn)).toEqual([]);
    expect(openIn(Talkative)).toEqual(['Talkative.remark']);
  });
});
