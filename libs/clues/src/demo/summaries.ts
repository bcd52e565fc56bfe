import type { SeededRandom } from './random.js';

const ZH = [
  ['反映某村党支部书记在发放', '过程中优亲厚友'],
  ['巡察发现某镇干部截留', '专项资金'],
  ['群众来信反映某局工作人员违规领取', '补贴'],
  ['审计发现某合作社虚报', '面积套取资金'],
  ['监督检查发现某乡镇在', '工作中弄虚作假'],
] as const;
const EN = [
  ['Letter says that a village official favoured relatives in handing out ', ''],
  ['Inspection found that part of the ', ' fund was held back by a township office'],
  ['Audit found inflated figures behind claims for ', ''],
] as const;
const THINGS_ZH = [
  '低保金',
  '产业扶持',
  '危房改造',
  '生态护林员',
  '防返贫监测',
  '小额信贷',
  '农资补助',
  '易地搬迁',
];
const THINGS_EN = [
  'subsistence allowances',
  'industry support',
  'housing repair',
  'forest ranger pay',
  'seed subsidies',
  'relocation grants',
];

/** Why something was written down days after it happened. */
export const WRITTEN_LATER = '事后补记 Written down later';

export const FIELDS = [
  'rural-revitalisation',
  'poverty-alleviation',
  'education',
  'health',
  'natural-resources',
] as const;
export const VIOLATIONS = [
  'misappropriation',
  'favouritism',
  'formalism',
  'bribery',
  'dereliction',
] as const;

export const UNITS = [
  '某镇政府',
  '某村委会',
  '某县农业农村局',
  '某合作社',
  'Township office',
] as const;

/** A fictional matter, in Chinese or (one in five) in English. */
export function summary(random: SeededRandom): string {
  const [before, after] = random.chance(0.2) ? random.pick(EN) : random.pick(ZH);
  return before + random.pick(before.charCodeAt(0) < 128 ? THINGS_EN : THINGS_ZH) + after;
}
