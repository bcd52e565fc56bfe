import { caseWork } from './case/case.js';
import { clue } from './clue/clue.js';
import { person } from './person/person.js';
import { CASE_SITUATIONS, CASE_SITUATIONS_V3 } from './testing/case-situations.js';
import { inputOf, inputOfCase, inputOfV1 } from './testing/inputs.js';
import { CN, CN2, CN3, CN4, CN5 } from './testing/office.js';
import { deviations, unknownNames, type Tried } from './testing/outcome-table.js';
import { played } from './testing/played.js';
import { command } from './testing/said.js';
import { CLUE_SITUATIONS } from './testing/situations.js';
import { SITUATIONS } from './testing/situations-v2.js';
import { CASE_STREAM, filed, idOfClue, stamped } from './testing/told.js';
import { compared } from './testing/tried.js';

const stream = CASE_STREAM;
const REGISTER = { name: '赵某' };
const PEOPLE = {
  workflow: person,
  situations: { none: [], known: [command('registerPerson', REGISTER).by('an').on('2021-09-01')] },
  inputOf: () => REGISTER,
  stream: 'person-zhao',
};

describe('the outcome of every command in every situation by every role is the one written down', () => {
  it('for a clue under the first procedure', () => {
    const linked = stamped([filed()]);
    expect(
      compared({
        ...{ workflow: clue, procedure: CN, situations: CLUE_SITUATIONS, inputOf: inputOfV1 },
        linkedTo: (situation) => (situation === 'investigating' ? linked : []),
      }),
    ).toEqual([]);
  });

  it.each([CN2, CN3, CN4, CN5])('for a clue under the whole procedure: $version', (procedure) => {
    const ofCase = {
      investigating: 'underInvestigation',
      adjudicating: 'adjudicating',
      decided: 'decided',
    } as const;
    const linkedTo = (situation: string) =>
      situation in ofCase
        ? played(
            { workflow: caseWork, procedure, stream },
            CASE_SITUATIONS[ofCase[situation as keyof typeof ofCase]], // asked on the line above
          )
        : [];
    const trial = { workflow: clue, procedure, situations: SITUATIONS, inputOf, linkedTo };
    expect(compared({ ...trial, asIn: 2 })).toEqual([]);
  });

  it('for a case under the first procedure', () => {
    const file = {
      ...{ clueIds: [idOfClue], officers: ['li', 'fang'], subjects: ['zhao'] },
      ...{ organ: 'nayong', level: 'L1' },
    };
    const opened = command('fileCase', file).bySystem().on('2021-11-15');
    const conclude = { finding: 'crime' };
    const reported = command('concludeInvestigation', conclude).by('li').on('2021-12-20');
    expect(
      compared({
        ...{ workflow: caseWork, procedure: CN, stream },
        situations: { none: [], underInvestigation: [opened], reported: [opened, reported] },
        inputOf: (name) => (name === 'fileCase' ? file : conclude),
      }),
    ).toEqual([]);
  });

  it('for a case under the whole procedure', () => {
    const trial = { workflow: caseWork, procedure: CN2, situations: CASE_SITUATIONS, stream };
    expect(compared({ ...trial, inputOf: inputOfCase })).toEqual([]);
  });

  it.each([CN3, CN4, CN5])(
    'for a case that may be deferred or refused before it is adjudicated: $version',
    (procedure) => {
      const trial = { workflow: caseWork, procedure, situations: CASE_SITUATIONS_V3, stream };
      expect(compared({ ...trial, inputOf: inputOfCase, asIn: 3 })).toEqual([]);
    },
  );

  it.each([CN, CN2])('for a person under $name version $version', (procedure) => {
    expect(compared({ ...PEOPLE, procedure })).toEqual([]);
  });
});

describe('a table of outcomes', () => {
  const all: Tried[] = [
    { command: 'knock', state: 'open', role: 'guest', found: 'Knocked' },
    { command: 'knock', state: 'shut', role: 'guest', found: 'wrong-state' },
    { command: 'knock', state: 'shut', role: 'owner', found: 'wrong-role' },
  ];
  const row = (state: string, role: string, outcome: string) => {
    return { command: 'knock', state, role, outcome };
  };
  const right = [
    row('open', 'guest', 'Knocked'),
    row('!open', 'guest', 'wrong-state'),
    row('*', '!guest', 'wrong-role'),
  ];

  it('deviates in nothing when every combination meets one row that says what happened', () => {
    expect(deviations(right, all)).toEqual([]);
  });

  it('deviates where another thing happens', () => {
    expect(deviations([row('open', 'guest', 'Entered'), ...right.slice(1)], all)).toEqual([
      'knock in open by guest: expected Entered, found Knocked',
    ]);
  });

  it('deviates where a combination meets no row, or two', () => {
    expect(deviations(right.slice(1), all)).toEqual([
      'knock in open by guest: expected one row, found 0',
    ]);
    expect(deviations([...right, row('shut', 'guest|owner', 'wrong-state')], all)).toEqual([
      'knock in shut by guest: expected one row, found 2',
      'knock in shut by owner: expected one row, found 2',
    ]);
  });

  it('deviates where nothing meets a row', () => {
    expect(deviations([...right, row('ajar', 'guest', 'Knocked')], all)).toEqual([
      'knock,ajar,guest,Knocked: meets nothing',
    ]);
  });

  it('may say of a state: with whatever detail', () => {
    const detailed = all.map((one) => ({ ...one, state: `${one.state}+lit` }));
    const rows = right.map((one) => ({ ...one, state: one.state.replace('open', 'open*') }));
    expect(deviations(rows, [...all, ...detailed])).toEqual([]);
    expect(unknownNames(rows, all)).toEqual([]);
    expect(unknownNames([row('ajar*', 'guest', 'Knocked')], all)).toEqual(['ajar*']);
  });

  it('names what nobody can try: a misspelt exception would be none', () => {
    expect(unknownNames(right, all)).toEqual([]);
    expect(unknownNames([row('!opne', 'guest|geust', 'Knocked')], all)).toEqual(['opne', 'geust']);
  });
});
