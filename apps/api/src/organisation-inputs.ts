import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
} from 'class-validator';
import { IsOrganId, IsPersonId, ROLES } from '@cluetrail/access';

/** Local to the organ of the office. */
const IsDay = (): PropertyDecorator =>
  Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'a date like 2026-11-24' });

export class RecordLeave {
  /** First day. */
  @IsDay() from!: string;
  /** Last day; absent = until he is back. */
  @IsOptional() @IsDay() to?: string;
}

export class EndLeave {
  /** First day on which he is back. */
  @IsDay() on!: string;
}

export class LendOffice {
  @IsIn(ROLES) role!: string;
  @IsOrganId() organ!: string;
  /** Who is to act in it. */
  @IsPersonId() to!: string;
  /** First day. */
  @IsDay() from!: string;
  /** Last day. */
  @IsDay() until!: string;
  /** The only commands that he may give; absent = all of the office. */
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(60)
  @ArrayUnique()
  @Matches(/^[a-zA-Z]{1,60}$/, { each: true, message: 'the name of a command' })
  commands?: string[];
}

export class TakeBackOffice {
  @IsIn(ROLES) role!: string;
  @IsOrganId() organ!: string;
  /** Who acted in it. */
  @IsPersonId() from!: string;
  /** First day on which he does so no more. */
  @IsDay() on!: string;
}

export class HandOverClues {
  @IsPersonId() to!: string;
  /** Sealed with each clue. */
  @IsString() @Length(1, 4000) reason!: string;
}
