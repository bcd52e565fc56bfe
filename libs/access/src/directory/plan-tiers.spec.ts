import { World } from '../../test/world.js';

const organ = (id: string, tier: string, parent?: string) =>
  `  - { id: ${id}, ${parent ? `parent: ${parent}` : 'region: CN-GX, zone: Asia/Shanghai'}, name: { en: ${id}, zh: ${id} }, tier: ${tier} }\n`;
const file = (...organs: readonly string[]) => `organs:\n${organs.join('')}`;
const GX = organ('gx', 'province');
const NN = organ('nn', 'prefecture', 'gx');
const WM = organ('wm', 'county', 'nn');
const BM = organ('bm', 'county', 'nn');

function applied(...files: readonly string[]): World {
  const world = new World();
  for (const one of files) world.apply(one);
  return world;
}

const errors = (world: World, ...organs: readonly string[]) =>
  world.plan(file(...organs)).errors.map(({ path, expected, found }) => [path, expected, found]);

describe('the tier of an organ', () => {
  it('is no higher than that of the one above it', () => {
    expect(errors(new World(), GX, organ('nn', 'nation', 'gx'))).toEqual([
      ['organs[1].tier', 'province, as gx above it, or lower', 'nation'],
    ]);
    const world = applied(file(GX, NN, WM));
    expect(errors(world, organ('wm', 'province', 'nn'))).toEqual([
      ['organs[0].tier', 'prefecture, as nn above it, or lower', 'province'],
    ]);
    expect(errors(world, organ('wm', 'prefecture', 'nn'))).toEqual([]);
  });

  it('is lowered no further than to that of those right below it', () => {
    const world = applied(file(GX, NN, WM, BM));
    expect(errors(world, organ('nn', 'township', 'gx'))).toEqual([
      ['organs[0].tier', 'county, as wm below it, or higher', 'township'],
    ]);
    expect(errors(world, organ('nn', 'county', 'gx'))).toEqual([]);
  });

  it('is lowered together with theirs, or as they go elsewhere', () => {
    const world = applied(file(GX, NN, WM));
    const lowered = organ('nn', 'township', 'gx');
    expect(errors(world, lowered, organ('wm', 'township', 'nn'))).toEqual([]);
    expect(errors(world, lowered, organ('wm', 'county', 'gx'))).toEqual([]);
    expect(errors(world, lowered, organ('wm', 'prefecture', 'nn'))).toEqual([
      ['organs[1].tier', 'township, as nn above it, or lower', 'prefecture'],
    ]);
  });

  it('stands against the organs that came below it with those that were merged into it', () => {
    const merging = organ('gg', 'prefecture', 'gx').replace(' }\n', ', mergedInto: nn }\n');
    const guigang = file(GX, NN, organ('gg', 'prefecture', 'gx'), organ('pn', 'county', 'gg'));
    expect(errors(applied(guigang, file(merging)), organ('nn', 'township', 'gx'))).toEqual([
      ['organs[0].tier', 'county, as pn below it, or higher', 'township'],
    ]);
  });

  it('is that of those below an organ that goes into it, or higher, as long as they stay', () => {
    const guigang = [organ('gg', 'prefecture', 'gx'), organ('pn', 'county', 'gg')];
    const world = applied(file(GX, NN, WM, organ('pt', 'township', 'gx'), ...guigang));
    const merging = (into: string) => guigang[0].replace(' }\n', `, mergedInto: ${into} }\n`);
    expect(errors(world, merging('pt'))).toEqual([
      ['organs[0].mergedInto', 'an organ of county, as pn below gg, or higher', 'pt of township'],
    ]);
    expect(errors(world, merging('wm'))).toEqual([]);
    expect(errors(world, merging('pt'), organ('pn', 'township', 'gg'))).toEqual([]);
  });

  it('is free where those below it were merged, and decide nothing', () => {
    const merging = WM.replace(' }\n', ', mergedInto: nn }\n');
    const world = applied(file(GX, NN, WM), file(merging));
    expect(errors(world, organ('nn', 'township', 'gx'))).toEqual([]);
  });
});
