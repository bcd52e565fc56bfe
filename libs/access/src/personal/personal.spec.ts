import { Type } from 'class-transformer';
import { IsDateString, IsOptional, IsString, ValidateNested } from 'class-validator';
import { Personal, personalFields, personalPaths } from './personal.js';

class Alias {
  @IsString() @Personal({ of: 'clue' }) text!: string;
}
class Subject {
  @IsString() personId!: string;
  @IsString() @Personal({ of: 'clue' }) name!: string;
  @Type(() => Alias) @ValidateNested({ each: true }) aliases!: Alias[];
}
class Discover {
  @IsString() source!: string;
  @IsOptional() @IsString() @Personal({ of: 'clue' }) summary?: string;
  @Type(() => Subject) @ValidateNested({ each: true }) subjects!: Subject[];
  @Type(() => Alias) @ValidateNested() code!: Alias;
  @IsString({ each: true }) @Personal({ of: 'clue' }) remarks!: string[];
  @Type(() => Date) @IsDateString() on!: Date;
}
class DiscoverAgain extends Discover {
  @IsString() @Personal({ of: 'clue' }) why!: string;
}

describe('the personal fields of an input', () => {
  it('are found in the class, in nested classes and in lists', () => {
    expect(personalPaths(Discover).sort()).toEqual([
      'code.text',
      'remarks.*',
      'subjects.*.aliases.*.text',
      'subjects.*.name',
      'summary',
    ]);
  });
  it('are inherited, and do not leak back into the parent', () => {
    expect(personalPaths(DiscoverAgain).sort()).toEqual([...personalPaths(Discover), 'why'].sort());
    expect(personalPaths(Discover)).not.toContain('why');
  });
  it('say whose they are', () => {
    expect(personalFields(Alias)).toEqual([{ path: 'text', of: 'clue' }]);
  });
  it('need a validator, so that none slips by unnoticed', () => {
    class Careless {
      @Personal({ of: 'person' }) name!: string;
    }
    expect(() => personalPaths(Careless)).toThrow('Careless.name: expected a validator');
  });
  it('may not nest without end', () => {
    class Endless {
      @Type(() => Endless) @ValidateNested() next!: unknown;
    }
    expect(() => personalPaths(Endless)).toThrow('expected nested inputs that end');
  });
});
