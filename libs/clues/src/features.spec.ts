import { stateOf } from '@cluetrail/workflow';
import { caseWork } from './case/case.js';
import { clue } from './clue/clue.js';
import { FEATURES } from './features.js';
import { report } from './report/report.js';
import { CASE_SITUATIONS } from './testing/case-situations.js';
import { CN2 } from './testing/office.js';
import { played } from './testing/played.js';
import { command, type Command } from './testing/said.js';
import { SITUATIONS } from './testing/situations-v2.js';
import { CASE_STREAM, discovered, stamped, STREAM } from './testing/told.js';
import { becamePart, receivedReport } from './testing/told-report.js';

const FILE = { workflow: caseWork, procedure: CN2, stream: CASE_STREAM };

describe('whoever may know nothing of a case', () => {
  it('is whoever was recused from its clue, before the case is told of it', () => {
    const state = stateOf(caseWork, played(FILE, CASE_SITUATIONS.adjudicating));
    const recusal = [
      command('requestRecusal', { officer: 'gao', ground: 'interest' })
        .because('shares in it')
        .by('li')
        .on('2021-12-28'),
      command('decideRecusal', { officer: 'gao', granted: true }).by('hu').on('2021-12-29'),
    ];
    const ofClue = played({ workflow: clue, procedure: CN2 }, [
      ...SITUATIONS.adjudicating,
      ...recusal,
    ]);
    const { excluded } = FEATURES.cases.accessOf(state, {
      pathOf: (organ) => `/${organ}/`,
      events: (stream) => (stream === STREAM ? ofClue : []),
    });
    expect(excluded).toBe('|gao|qian|zhao|');
  });
});

describe('the level of a case', () => {
  it('rises with that of its clue, and falls no lower than it was filed at', () => {
    const state = stateOf(caseWork, played(FILE, CASE_SITUATIONS.adjudicating));
    const levelAs = (...levels: readonly string[]) => {
      const set = levels.map((level) => command('classify', { level }).by('chen').on('2021-12-28'));
      const ofClue = played({ workflow: clue, procedure: CN2 }, [
        ...SITUATIONS.adjudicating,
        ...set,
      ]);
      return FEATURES.cases.accessOf(state, {
        pathOf: (organ) => `/${organ}/`,
        events: (stream) => (stream === STREAM ? ofClue : []),
      }).level;
    };
    expect([levelAs(), levelAs('L3'), levelAs('L1')]).toEqual(['L2', 'L3', 'L2']);
  });
});

describe('the level of a report', () => {
  it('is that of the highest of its clues where it is higher, and its own else', () => {
    const told = stamped([receivedReport({ level: 'L2' }), becamePart({ level: 'L2' })]);
    const levelAs = (level: string) => {
      const ofClue = stamped([discovered({ level })]);
      return FEATURES.reports.accessOf(stateOf(report, told), {
        pathOf: (organ) => `/${organ}/`,
        events: (stream) => (stream === STREAM ? ofClue : []),
      }).level;
    };
    expect([levelAs('L1'), levelAs('L3')]).toEqual(['L2', 'L3']);
  });
});

describe('whoever may know nothing of a clue', () => {
  it('is whoever its case is about, from when he is added there', () => {
    const ofClue = stateOf(
      clue,
      played({ workflow: clue, procedure: CN2 }, SITUATIONS.adjudicating),
    );
    const excluded = (...commands: readonly Command[]) =>
      FEATURES.clues.accessOf(ofClue, {
        pathOf: (organ) => `/${organ}/`,
        events: (stream) => (stream === `case-${ofClue.caseId}` ? played(FILE, commands) : []),
      }).excluded;
    const add = command('addCasePerson', { personId: 'gao', managingOrganId: 'nayong' })
      .because('he signed too')
      .by('li');
    const filed = CASE_SITUATIONS.underInvestigation;
    expect([excluded(...filed), excluded(...filed, add.on('2021-12-01'))]).toEqual([
      '|qian|zhao|',
      '|gao|qian|zhao|',
    ]);
  });
});
