import { isAmong, workflow } from '@cluetrail/workflow';
import { countersigning } from '../countersigning.js';
import { clocks } from './clocks.js';
import { corrections } from './corrections.js';
import { discovered } from './discovered.js';
import { streamsOfCases } from './entrusting.js';
import { IMPORTED } from './imported.js';
import { investigated } from './investigated.js';
import { examined } from './examined.js';
import { allocated } from './allocated.js';
import { atHeirs } from './at-heirs.js';
import { disposed } from './disposed.js';
import { held } from './held.js';
import { joined } from './joined.js';
import { mergedIn } from './merged-in.js';
import { jurisdiction } from './jurisdiction.js';
import { numbered } from './numbered.js';
import { ofCase, recused } from './recused.js';
import { supervised } from './supervised.js';
import { talked } from './talked.js';
import { answered } from './answered.js';
import { CLUE_STATES } from './states.js';
import { ownReport, streamsOfNamed } from './own-report.js';
import { settled } from './settled.js';
import { NEW_CLUE, type Clue } from './state.js';
import { takenOver } from './taken-over.js';
import { transferred } from './transferred.js';
import { verified } from './verified.js';

/** 问题线索: one matter about at least one subject, under one responsible organ at a time. Source: domain.md §3.4. */
export const clue = workflow<Clue>({
  kind: 'clue',
  title: { en: 'Clue', zh: '问题线索' },
  initial: NEW_CLUE,
  atHeirs,
  states: CLUE_STATES,
  barsBy: (state, known) => [...streamsOfNamed(state, known), ...streamsOfCases(ofCase(state))],
  bars: (state, who, { command, known }) =>
    (isAmong(who, state.recused) && 'actor-recused') ||
    // His own recusal he may ask for: whose it is, the row looks at.
    (command !== 'requestRecusal' && ownReport(state, who.personId, known)),
  transitions: {
    ...discovered,
    ...takenOver,
    ...examined,
    ...joined,
    ...mergedIn,
    ...allocated,
    ...transferred,
    ...jurisdiction,
    ...disposed,
    ...talked,
    ...held,
    ...verified,
    ...investigated,
    ...settled,
    ...answered,
    ...recused,
    ...numbered,
    ...supervised,
    ...clocks,
    ...countersigning<Clue>(),
    ...corrections,
  },
  also: IMPORTED,
});

export const PHASES = ['discovered', 'transferred', 'verified', 'investigated', 'settled'] as const;
export type Phase = (typeof PHASES)[number];
