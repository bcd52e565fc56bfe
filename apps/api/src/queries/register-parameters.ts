import { IsIn, IsOptional, Matches } from 'class-validator';
import { ID_PATTERN } from '@cluetrail/access';
import { clue } from '@cluetrail/clues';
import { IsCursor, IsLimit, PagedClues, Temporal } from './parameters.js';

export const IsState = (): PropertyDecorator => some(IsIn(Object.keys(clue.states)));
export const IsYesNo = (): PropertyDecorator => some(IsIn(['true', 'false']));
export const IsPerson = (): PropertyDecorator =>
  some(Matches(ID_PATTERN, { message: 'the id of a person' }));

function some(rule: PropertyDecorator): PropertyDecorator {
  return (target, property) => [IsOptional(), rule].forEach((one) => one(target, property));
}

/** Of lists that answer for now. */
export class OfNow extends PagedClues {
  /** Where the clue stands. */
  @IsState() state?: string;
}

/** Of lists that answer for any moment. */
export class OfMoment extends Temporal {
  /** Where the clue stood. */
  @IsState() state?: string;
  @IsCursor() page?: string;
  @IsLimit() limit?: string;
}
