import { CN2, CN3, CN4, CN5 } from '../testing/office.js';
import { command, type Command } from '../testing/said.js';
import { happened, idOfClue, idOfEvent } from '../testing/told.js';
import { REPORT_STREAM } from '../testing/told-report.js';
import { compared } from '../testing/tried.js';
import { report } from './report.js';

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
  referUpSealed: { to: 'guizhou', receivedOn: '2021-09-01' },
  attachFiles: {},
  recordAttached: { clueId: idOfClue },
  recordSentUp: { clueId: idOfClue, to: 'guizhou' },
  correctFact: {
    ...{ targetEventId: idOfEvent(1, REPORT_STREAM), field: 'happenedAt' },
    ...{ old: { ...happened('2021-09-01') }, new: '2021-09-01T08:00:00+08:00' },
  },
  countersign: { command: 'acknowledge', day: '2021-09-01' },
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

describe('the outcome of every command on a report in every situation by every role is the one written down', () => {
  it.each([CN2, CN3, CN4, CN5])('under version $version', (procedure) => {
    const trial = { workflow: report, procedure, situations: SITUATIONS, stream: REPORT_STREAM };
    expect(compared({ ...trial, inputOf: (name) => INPUTS[name], asIn: 2 })).toEqual([]);
  });
});
