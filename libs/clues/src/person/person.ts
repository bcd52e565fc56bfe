import { IsOptional, IsString, Length } from 'class-validator';
import { Personal } from '@cluetrail/access';
import { transition, workflow } from '@cluetrail/workflow';

/** A person whom clues are about, or who reports them: clear text nowhere, ids everywhere else. */
export type Person = object;

export class RegisterPerson {
  @Personal({ of: 'person' }) @IsString() @Length(1, 200) name!: string;
  @Personal({ of: 'person' }) @IsOptional() @IsString() @Length(1, 400) unit?: string;
  @Personal({ of: 'person' }) @IsOptional() @IsString() @Length(1, 200) post?: string;
  @Personal({ of: 'person' }) @IsOptional() @IsString() @Length(1, 400) contact?: string;
}

export const person = workflow<Person>({
  kind: 'person',
  title: { en: 'Person', zh: '人员' },
  initial: {},
  states: { known: { phase: 'discovered', title: { en: 'Known', zh: '已登记' } } },
  transitions: {
    registerPerson: transition<Person>()({
      title: { en: 'Register a person', zh: '登记人员' },
      input: RegisterPerson,
      event: 'PersonRegistered',
      opens: 'only',
      evolve: (known) => known,
    }),
  },
});
