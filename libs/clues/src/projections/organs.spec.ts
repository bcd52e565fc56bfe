import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { discovered, type Told } from '../testing/told.js';
import { organs } from './organs.js';

const told = (type: string, data: Told['data']): Told => ({
  ...discovered(),
  ...{ type, data, stream: 'organ-nayong', change: undefined },
});
const established = told('OrganEstablished', {
  parent: 'bijie',
  name: { en: 'Nayong', zh: '纳雍' },
  tier: 'county',
  region: 'CN',
  zone: 'Asia/Shanghai',
});

const ROW = {
  organ: 'nayong',
  parent: 'bijie',
  nameEn: 'Nayong',
  nameZh: '纳雍',
  tier: 'county',
  region: 'CN',
  zone: 'Asia/Shanghai',
  mergedInto: null,
};

behaviour('an organ', {
  'has its place in the tree, its calendar and its zone': given(established)
    .project(organs)
    .rows([ROW]),
  'takes another name': given(
    established,
    told('OrganChanged', { name: { en: 'Nayong County', zh: '纳雍县' } }),
  )
    .project(organs)
    .rows([{ ...ROW, nameEn: 'Nayong County', nameZh: '纳雍县' }]),
  'works by other procedures, of which the row says nothing': given(
    established,
    told('OrganChanged', { parent: 'guiyang', procedures: ['ours'] }),
  )
    .project(organs)
    .rows([{ ...ROW, parent: 'guiyang' }]),
  'moves in the tree': given(established, told('OrganChanged', { parent: 'guiyang' }))
    .project(organs)
    .rows([{ ...ROW, parent: 'guiyang' }]),
  'goes into another': given(established, told('OrganMerged', { into: 'bijie' }))
    .project(organs)
    .rows([{ ...ROW, mergedInto: 'bijie' }]),
});
