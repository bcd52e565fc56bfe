import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import type { Edge } from './procedure.js';
import { AT, type At } from './transition.js';

/* The shape of a procedure's file: what can be said of it without knowing any workflow. */

const CONFIDENCE = ['quoted', 'secondary', 'memory', 'unsure', 'design'] as const;

export class WordsFile {
  @IsString() en!: string;
  @IsString() zh!: string;
}

class BasisFile {
  @IsOptional() @IsString() source?: string;
  @IsOptional() @IsString() article?: string;
  @IsIn(CONFIDENCE) confidence!: (typeof CONFIDENCE)[number];
}

export class EdgeFile {
  @IsString({ each: true }) @ArrayMinSize(1) by!: string[];
  @IsOptional() @IsIn(AT) at?: At;
  @IsString({ each: true }) @ArrayMinSize(1) from!: string[];
  @IsOptional() to?: Edge['to'];
  @IsOptional() @IsArray() @IsString({ each: true }) requires?: string[];
  @IsOptional() @IsArray() needs?: (string | string[])[];
  @IsOptional() @IsString() within?: string;
  @IsOptional() @IsObject() allows?: Record<string, unknown>;
  @IsObject() @ValidateNested() @Type(() => BasisFile) basis!: BasisFile;
}

class FurtherFile {
  @IsString() length!: string;
  @IsString({ each: true }) @ArrayMinSize(1) by!: string[];
  @IsOptional() @IsIn(['responsible', 'above']) at?: 'responsible' | 'above';
}

class ExtensionFile {
  @IsString() length!: string;
  @IsInt() @Min(1) max!: number;
  @IsString({ each: true }) @ArrayMinSize(1) by!: string[];
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => FurtherFile)
  further?: FurtherFile[];
}

class FromFile {
  @IsArray() @ArrayMinSize(1) events!: unknown[];
  @IsString() within!: string;
}

export class RanksFile {
  @IsObject() tiers!: Record<string, string>;
  @IsObject() @ValidateNested() @Type(() => BasisFile) basis!: BasisFile;
}

export class BackdatingFile {
  @IsInt() @Min(0) @Max(3650) days!: number;
  @IsObject() @ValidateNested() @Type(() => BasisFile) basis!: BasisFile;
}

class AlertsFile {
  @IsOptional() @IsString() blue?: string;
  @IsOptional() @IsString() yellow?: string;
  @IsOptional() @IsString() red?: string;
}

/** Whoever moves a clock names its obligation: of several he could not say which. */
function IsOfOneClock(): PropertyDecorator {
  return ValidateBy({
    name: 'isOfOneClock',
    validator: {
      validate: (_, about) => {
        const { extension, suspendable }: Partial<ObligationFile> = about?.object ?? {};
        return extension === undefined && suspendable !== true;
      },
      defaultMessage: () => 'each must be no field beside extension or suspendable',
    },
  });
}

export class ObligationFile {
  @IsObject() @ValidateNested() @Type(() => WordsFile) title!: WordsFile;
  @IsString() watch!: string;
  @IsArray() @ArrayMinSize(1) starts!: unknown[];
  @IsArray() @ArrayMinSize(1) meets!: unknown[];
  @IsOptional() @Matches(/^[a-z][A-Za-z0-9]{0,39}$/) @IsOfOneClock() each?: string;
  @IsOptional() @IsArray() cancels?: unknown[];
  @IsOptional() @IsString() length?: string;
  @IsOptional() @ValidateNested() @Type(() => FromFile) from?: FromFile;
  @IsIn(['responsible', 'receiver']) owner!: 'responsible' | 'receiver';
  @IsOptional() @IsBoolean() roll?: boolean;
  @IsOptional() @IsBoolean() suspendable?: boolean;
  @IsOptional() @ValidateNested() @Type(() => ExtensionFile) extension?: ExtensionFile;
  @IsOptional() @ValidateNested() @Type(() => AlertsFile) alerts?: AlertsFile;
  @IsObject() @ValidateNested() @Type(() => BasisFile) basis!: BasisFile;
}

export class ProcedureFile {
  @Matches(/^[a-z0-9][a-z0-9-]{0,39}$/) procedure!: string;
  @IsInt() @Min(1) version!: number;
  @IsObject() @ValidateNested() @Type(() => WordsFile) title!: WordsFile;
  @IsObject() @ValidateNested() @Type(() => WordsFile) notice!: WordsFile;
  @IsString() zone!: string;
  @IsOptional() @IsObject() labels?: Record<string, unknown>;
  @IsObject() workflows!: Record<string, Record<string, unknown>>;
  @IsOptional() @IsObject() ranks?: Record<string, unknown>;
  @IsOptional() @ValidateNested() @Type(() => BackdatingFile) backdating?: BackdatingFile;
  @IsOptional() @IsArray() fourEyes?: [string, string][];
  @IsObject() obligations!: Record<string, unknown>;
}
