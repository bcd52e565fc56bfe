import { Type } from 'class-transformer';
import { ArrayMinSize, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
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
      faults: [{ path: 'area', found: 'a string' }, { path: 'area' }],
    });
  });

  it('names the place of a fault within lists', () => {
    expect(readInput(Report, { pages: 3, lines: [{ matter: 'a' }, { matter: 7 }] })).toEqual({
      faults: [{ path: 'lines.1.matter', expected: 'matter must be a string', found: 'a number' }],
    });
    expect(readInput(Report, { pages: 3, lines: [{ matter: 'a', who: 'li' }] })).toEqual({
      faults: [{ path: 'lines.0.who', expected: 'no such field', found: 'a string' }],
    });
  });

  it('leaves an optional field out rather than null', () => {
    expect(readInput(Report, { pages: 3, lines: [{ matter: 'a', note: null }] })).toEqual({
      faults: [{ path: 'lines.0.note', expected: 'a value, or no such field', found: 'null' }],
    });
    expect(readInput(Apply, { area: null })).toMatchObject({ faults: [{ path: 'area' }, {}] });
  });

  it('that is no object is refused as such', () => {
    for (const [body, found] of [
      [null, 'null'],
      [[1, 2], 'a list of 2'],
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
