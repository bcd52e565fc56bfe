import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { Apply, Nothing } from '../test/permit.js';
import { readInput } from './input.js';

class Line {
  @IsString() matter!: string;
  @IsOptional() @IsString() note?: string;
}

class Report {
  @ValidateNested({ each: true }) @Type(() => Line) @ArrayMinSize(1) lines!: Line[];
  @IsInt() pages!: number;
}

class Everything {
  @IsOptional() @IsString() @Length(1, 4) name?: string;
  @IsOptional() @IsIn(['a', 'b']) kind?: string;
  @IsOptional() @IsInt() @Min(1) @Max(9) count?: number;
  @IsOptional() @IsUUID() id?: string;
  @IsOptional() @Matches(/^x+$/) code?: string;
  @IsOptional()
  @Matches(/^[a-z]+$/, { message: 'the id of a person', each: true })
  @ArrayUnique()
  @ArrayMinSize(2)
  @ArrayMaxSize(3)
  officers?: string[];
  @IsOptional() @IsString({ each: true }) @Length(1, 2, { each: true }) tags?: string[];
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Line) @ArrayMinSize(1) lines?: Line[];
}

/** As people read it. */
function told(body: object): string[] {
  const read = readInput(Everything, body);
  return 'faults' in read
    ? read.faults.map(
        ({ path, expected, found }) => `${path}: expected ${expected}, found ${found}`,
      )
    : [];
}

describe('a fault of an input is one sentence', () => {
  it.each([
    [{ name: 7 }, 'name: expected a string, found a number'],
    [{ name: 'abcde' }, 'name: expected at most 4 characters, found a string of 5'],
    [{ name: '' }, 'name: expected at least 1 characters, found a string of 0'],
    [{ name: '\u2800' }, 'name: expected a text to be read, found blanks alone'],
    [{ name: '\u200b \u2060' }, 'name: expected a text to be read, found blanks alone'],
    [{ name: ' \u3000\n' }, 'name: expected a text to be read, found blanks alone'],
    [
      { name: 'a\u202e' },
      'name: expected a text to be read, found a character that turns the direction of writing',
    ],
    [{ name: 'a\u0007' }, 'name: expected a text to be read, found a control character'],
    [{ kind: 'c' }, 'kind: expected one of a, b, found "c"'],
    [{ count: 0 }, 'count: expected at least 1, found 0'],
    [{ count: 10 }, 'count: expected at most 9, found 10'],
    [{ count: '1' }, 'count: expected an integer number, found a string'],
    [{ id: 'x' }, 'id: expected a UUID, found a string'],
    [{ code: 'y' }, 'code: expected a text like /^x+$/, found a string'],
    [{ lines: {} }, 'lines: expected an array, found an object'],
    [{ lines: [] }, 'lines: expected at least 1 elements, found an array of 0'],
    [{ lines: [7] }, 'lines[0]: expected an object, found a number'],
    [{ lines: [{ matter: 7 }] }, 'lines[0].matter: expected a string, found a number'],
    [{ officers: 'li' }, 'officers: expected an array, found a string'],
    [{ officers: ['li', 'li'] }, 'officers: expected each element once, found an array of 2'],
    [{ officers: ['li'] }, 'officers: expected at least 2 elements, found an array of 1'],
    [{ officers: ['li', 'A'] }, 'officers[1]: expected the id of a person, found a string'],
    [{ officers: ['li', null] }, 'officers[1]: expected the id of a person, found null'],
    [{ tags: ['a', 7] }, 'tags[1]: expected a string, found a number'],
    [{ tags: ['a', ' '] }, 'tags[1]: expected a text to be read, found blanks alone'],
  ])('%j', (body, sentence) => {
    expect(told(body)).toEqual([sentence]);
  });

  it('for each element that is not right', () => {
    expect(told({ officers: ['A', 'li', 'B'] }).map((one) => one.split(':')[0])).toEqual([
      'officers[0]',
      'officers[2]',
    ]);
  });

  it('is told once, however long the list is', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => (index < 500 ? 'a' : 'B'));
    expect(told({ officers: many })).toContain(
      'officers: expected the id of a person, found an array of 100000',
    );
  });
});

describe('an input', () => {
  it('is an instance of its class when all is right', () => {
    const read = readInput(Apply, { area: 40 });
    expect(read).toEqual({ input: { area: 40 } });
    expect('input' in read && read.input).toBeInstanceOf(Apply);
  });

  it('may be empty where nothing is asked', () => {
    expect(readInput(Nothing, {})).toEqual({ input: {} });
  });

  it('has no fields beyond those of its class, not even where it has none', () => {
    const stray = [{ path: 'colour', expected: 'no such field', found: 'a string' }];
    expect(readInput(Nothing, { colour: 'red' })).toEqual({ faults: stray });
    expect(readInput(Apply, { area: 1, colour: 'red' })).toEqual({ faults: stray });
  });

  it('is not coerced: a number in quotes is no number', () => {
    expect(readInput(Apply, { area: '40' })).toMatchObject({
      faults: [{ path: 'area', expected: 'an integer number', found: 'a string' }],
    });
  });

  it('names the place of a fault within lists', () => {
    expect(readInput(Report, { pages: 3, lines: [{ matter: 'a' }, { matter: 7 }] })).toEqual({
      faults: [{ path: 'lines[1].matter', expected: 'a string', found: 'a number' }],
    });
    expect(readInput(Report, { pages: 3, lines: [{ matter: 'a', who: 'li' }] })).toEqual({
      faults: [{ path: 'lines[0].who', expected: 'no such field', found: 'a string' }],
    });
  });

  it('leaves an optional field out rather than null', () => {
    expect(readInput(Report, { pages: 3, lines: [{ matter: 'a', note: null }] })).toEqual({
      faults: [{ path: 'lines[0].note', expected: 'a value, or no such field', found: 'null' }],
    });
    expect(readInput(Apply, { area: null })).toMatchObject({
      faults: [{ path: 'area', found: 'null' }],
    });
  });

  it('that is no object is refused as such', () => {
    for (const [body, found] of [
      [null, 'null'],
      [[1, 2], 'an array of 2'],
      ['x', 'a string'],
      [undefined, 'nothing'],
    ] as const)
      expect(readInput(Apply, body)).toEqual({
        faults: [{ path: '', expected: 'an object', found }],
      });
  });

  it('never repeats a value, which may be personal', () => {
    expect(JSON.stringify(readInput(Apply, { area: 'Zhao San', x: 'Zhao San' }))).not.toContain(
      'Zhao',
    );
  });
});
