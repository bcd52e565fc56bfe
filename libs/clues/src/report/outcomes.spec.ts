import { ROLES } from '@cluetrail/access';
import { deciderOf } from '../testing/decider.js';
import { shipped } from '../testing/office.js';
import { deviations, readOutcomes, unknownNames, type Tried } from '../testing/outcome-table.js';
import { played } from '../testing/played.js';
import { command, type Command } from '../testing/said.js';
import { idOfClue } from '../testing/told.js';
import { REPORT_STREAM } from '../testing/told-report.js';
import { report } from './report.js';

const SECOND = shipped('cn-2019-example', 2);
const UNNAMED = { channel: 'letter', realName: false, higher: false, text: '反映某人' };
const LETTER = { ...UNNAMED, realName: true, reporterId: 'qian' };
const ABOUT = { ...UNNAMED, subjects: ['zhao'] };
const HIGHER = { channel: 'letter', realName: true, higher: true };
const INPUTS: { readonly [command: string]: object } = {
  receiveReport: LETTER,
  acknowledge: { method: 'letter' },
  waiveAcknowledgement: { ground: 'asked-not-to' },
  declareNotAccepted: { ground: 'other-organ' },
  keepForReference: {},
  referUpSealed: { to: 'guizhou', receivedOn: '2021-08-31' },
  attachFiles: {},
  recordAttached: { clueId: idOfClue },
  recordSentUp: { clueId: idOfClue, to: 'guizhou' },
};

const received = command('receiveReport', LETTER).by('an').on('2021-09-01');
const unnamed = command('receiveReport', UNNAMED).by('an').on('2021-09-01');
const higher = command('receiveReport', HIGHER).by('an').on('2021-09-01');
const about = command('receiveReport', ABOUT).by('an').on('2021-09-01');
const then = (name: string) => command(name, INPUTS[name]).because('so it is').on('2021-09-02');
const SITUATIONS: { readonly [situation: string]: readonly Command[] } = {
  none: [],
  received: [received],
  'received+anonymous': [unnamed],
  'received+higher': [higher],
  'received+about': [about],
  'received+answered': [received, then('acknowledge').by('an')],
  attached: [received, then('recordAttached').bySystem()],
  notAccepted: [received, then('declareNotAccepted').by('an')],
  keptForReference: [unnamed, then('keepForReference').by('an')],
  sealedUp: [higher, then('referUpSealed').by('an')],
};

it('the outcome of every command on a report in every situation by every role is the one written down', () => {
  const rows = readOutcomes('cn-2019-example.v2.report');
  const all = Object.entries(SITUATIONS).flatMap(([state, commands]) => triedIn(state, commands));
  const seen = new Set(all.map(({ state }) => state.split('+')[0]));
  expect(Object.keys(report.states).filter((state) => !seen.has(state))).toEqual([]);
  expect(unknownNames(rows, all)).toEqual([]);
  expect(deviations(rows, all)).toEqual([]);
});

function triedIn(state: string, commands: readonly Command[]): Tried[] {
  const events = played({ workflow: report, procedure: SECOND, stream: REPORT_STREAM }, commands);
  const decider = deciderOf({ workflow: report, procedure: SECOND, linked: [] });
  return Object.keys(SECOND.workflows['report']).flatMap((name) =>
    [...ROLES, 'system'].map((role) => {
      const answer = decider.decide(events, {
        name,
        input: INPUTS[name],
        capacities: [
          { personId: 'somebody', role, ...(role !== 'system' && { organId: 'bijie' }) },
        ],
        when: '2021-09-03',
        reason: 'the rules ask for one',
      });
      const found = 'refused' in answer ? answer.refused.code : answer.events[0].type;
      return { command: name, state, role, found };
    }),
  );
}
