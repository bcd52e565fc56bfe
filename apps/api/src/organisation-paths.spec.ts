import { Ajv2020 } from 'ajv/dist/2020.js';
import { readInput } from '@cluetrail/workflow';
import { openApi } from './openapi.js';
import {
  EndLeave,
  HandOverClues,
  LendOffice,
  RecordLeave,
  TakeBackOffice,
} from './organisation-inputs.js';

interface Document {
  readonly paths: Readonly<Record<string, object>>;
  readonly components: object;
}

const DAYS = { from: '2021-10-01', until: '2021-10-31' };
const RIGHT: readonly (readonly [name: string, input: new () => object, body: object])[] = [
  ['leave', RecordLeave, { from: '2021-10-01', to: '2021-10-31' }],
  ['back', EndLeave, { on: '2021-10-08' }],
  ['delegate', LendOffice, { role: 'leader', organ: 'nn', to: 'li', commands: ['hold'], ...DAYS }],
  ['end-delegation', TakeBackOffice, { role: 'leader', organ: 'nn', from: 'li', on: '2021-10-08' }],
  ['hand-over', HandOverClues, { to: 'li', reason: 'x' }],
];
const WRONG = [undefined, null, 7, '', ' ', 'A B', [], ['A B'], {}];

describe('an act on people of the organisation', () => {
  const { paths, components } = openApi() as Document;

  it.each(RIGHT)('%s is described as it is read', (name, input, right) => {
    expect(paths).toHaveProperty([`/api/people/{id}/${name}`, 'post']);
    const $ref = `#/components/schemas/${input.name}`;
    const validate = new Ajv2020({ strict: false }).compile({ $ref, components });
    const accepts = (body: object) => 'input' in readInput(input, body);
    const swapped = Object.keys(right).flatMap((field) =>
      WRONG.map((value) => JSON.parse(JSON.stringify({ ...right, [field]: value }))),
    );
    expect([accepts(right), accepts({ ...right, stranger: 1 })]).toEqual([true, false]);
    for (const body of [right, { ...right, stranger: 1 }, ...swapped])
      expect([body, validate(body)]).toEqual([body, accepts(body)]);
  });
});
