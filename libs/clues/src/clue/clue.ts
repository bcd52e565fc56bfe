import { workflow } from '@cluetrail/workflow';
import { clocks } from './clocks.js';
import { corrections } from './corrections.js';
import { discovered } from './discovered.js';
import { IMPORTED } from './imported.js';
import { investigated } from './investigated.js';
import { settled } from './settled.js';
import { NEW_CLUE, type Clue } from './state.js';
import { transferred } from './transferred.js';
import { verified } from './verified.js';

/** 问题线索: one matter about at least one subject, under one responsible organ at a time. Source: domain.md §3.4. */
export const clue = workflow<Clue>({
  kind: 'clue',
  title: { en: 'Clue', zh: '问题线索' },
  initial: NEW_CLUE,
  states: {
    registered: { phase: 'discovered', title: { en: 'Registered', zh: '已登记' } },
    inTransit: { phase: 'transferred', title: { en: 'In transit', zh: '移送中' } },
    withUnit: { phase: 'transferred', title: { en: 'With the unit', zh: '承办部门' } },
    disposalPending: { phase: 'transferred', title: { en: 'Disposal pending', zh: '待处置' } },
    verifying: { phase: 'verified', title: { en: 'Verifying', zh: '初步核实' } },
    verified: { phase: 'verified', title: { en: 'Verified', zh: '已核实' } },
    investigating: { phase: 'investigated', title: { en: 'Investigating', zh: '审查调查' } },
    closing: { phase: 'settled', title: { en: 'Closing', zh: '了结中' } },
    settled: { phase: 'settled', title: { en: 'Settled', zh: '已办结' }, ended: true },
  },
  transitions: {
    ...discovered,
    ...transferred,
    ...verified,
    ...investigated,
    ...settled,
    ...clocks,
    ...corrections,
  },
  also: IMPORTED,
});

export const PHASES = ['discovered', 'transferred', 'verified', 'investigated', 'settled'] as const;
export type Phase = (typeof PHASES)[number];
