import type { Event } from '@cluetrail/event-sourcing';
import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { discovered, type Told } from '../testing/told.js';
import { people } from './people.js';

const told = (type: string, on: string): Told => ({
  ...discovered(),
  type,
  on,
  stream: 'person-zhao',
  change: undefined,
});
const registered = told('PersonRegistered', '2021-01-04');
const changed = told('PersonChanged', '2021-06-01');
const destroyed = told('KeyDestroyed', '2021-12-31');

const texts: { readonly [place: string]: string } = {
  'PersonRegistered data.name': '赵某某',
  'PersonRegistered data.post': '副局长',
  'PersonChanged data.post': '局长',
};
const unseal = ({ type }: Event, path: string) => texts[`${type} ${path}`];

behaviour('a person', {
  'is known by name, unit and post': given(registered)
    .project(people, unseal)
    .rows([{ person: 'zhao', name: '赵某某', unit: '', post: '副局长' }]),
  'keeps what does not change': given(registered, changed)
    .project(people, unseal)
    .rows([{ person: 'zhao', name: '赵某某', unit: '', post: '局长' }]),
  'is forgotten with his key': given(registered, changed, destroyed)
    .project(people, unseal)
    .rows([]),
  'is unknown where his key is not': given(registered)
    .project(people, () => undefined)
    .rows([]),
});
