import { hex, kindOf, leafOf, seal, type Event } from '@cluetrail/event-sourcing';
import type { OrganisationEvents } from '@cluetrail/access';
import {
  type CaseState,
  type ClueState,
  procedureBytes,
  type ReportState,
  WORKFLOWS,
} from '@cluetrail/clues';
import {
  commandOf,
  evolve,
  fieldsOf,
  initial,
  PROCEDURE_PUBLISHED,
  publishedBy,
  type Standing,
  type Workflow,
} from '@cluetrail/workflow';
import { golden, goldenEvent, goldenNames, sha256, textOf } from './read.js';

const NAMES = goldenNames('events', '.json');

const ORGANISATION: { readonly [type in keyof OrganisationEvents]: true } = {
  OrganEstablished: true,
  OrganChanged: true,
  PersonRegistered: true,
  PersonChanged: true,
  TokenIssued: true,
  TokenRevoked: true,
  KeyDestructionRequested: true,
  KeyDestroyed: true,
  AppointmentMade: true,
  AppointmentEnded: true,
  OrganMerged: true,
  LeaveRecorded: true,
  LeaveEnded: true,
  DelegationGranted: true,
  DelegationEnded: true,
};

/** Left by no row and by no act of the organisation. */
const HOUSE = [
  ...['LogOpened', 'LossAccepted', 'NumberReserved'],
  ...['SensitiveAccessed', 'CommandRefused'],
];

describe('the golden files', () => {
  it('hold an event of every type in its newest shape, and none of a type that nobody knows', () => {
    const types = [...new Set(NAMES.map((name) => name.split('@')[0]))];
    const versions = new Map(
      Object.values(WORKFLOWS).flatMap(({ transitions, also = {} }) => [
        ...Object.values(transitions).map((row) => [row.event, row.schemaVersion ?? 1] as const),
        ...Object.keys(also).map((type) => [type, 1] as const),
      ]),
    );
    for (const type of [...Object.keys(ORGANISATION), ...HOUSE, PROCEDURE_PUBLISHED])
      versions.set(type, 1);
    expect(types).toEqual([...versions.keys()].sort());
    const newest = [...versions].map(([type, version]) => `${type}@${version}`);
    expect(newest.filter((name) => !NAMES.includes(name))).toEqual([]);
  });

  it('hold nothing of which the row of its event does not tell: a procedure may speak of it', () => {
    const rows = Object.values(WORKFLOWS).flatMap(({ transitions }) => Object.values(transitions));
    const untold = NAMES.map(goldenEvent).flatMap(({ type, schemaVersion, data }) =>
      rows
        .filter((row) => row.event === type && (row.schemaVersion ?? 1) === schemaVersion)
        .flatMap((row) => Object.keys(data).filter((field) => !fieldsOf(row).has(field)))
        .map((field) => `${type}: ${field}`),
    );
    expect(untold).toEqual([]);
  });

  it.each(NAMES)('%s has its leaf, and today its bytes come out the same', (name) => {
    const bytes = golden(`events/${name}.json`);
    expect(`${hex(leafOf(bytes, sha256))}\n`).toBe(textOf(golden(`events/${name}.sha256`)));
    const { version, recordedAt, ...draft } = goldenEvent(name);
    expect(`${draft.type}@${draft.schemaVersion}`).toBe(name);
    expect(textOf(seal(draft, { version, recordedAt }, sha256).bytes)).toBe(textOf(bytes));
  });
});

/** A clue in which everything is something else than what any of the files says. */
const BEFORE: ClueState = {
  ...initial(WORKFLOWS.clue),
  subjects: ['before'],
  officers: ['before'],
  team: ['before'],
  receiver: 'before',
  disposal: { way: 'hold', approved: false },
  asked: { verify: { by: 'before', happenedAt: at('2021-10-01') } },
  suspended: { verify: at('2021-10-02') },
};

const CASE = 'a2f84a36-e2b5-526f-90cb-7793c508671e';
const DIGEST = '3b'.repeat(32);

/**
 * What today's clue takes from each of its first events, beside who acted, when, where and in which state: by hand.
 * What later ones leave is kept beside them (`.state`), as it was when they were new.
 */
const OF_CLUE: { readonly [name: string]: Partial<ClueState> } = {
  'ActivityImported@1': {},
  'ClockResumed@1': { suspended: {}, resumed: { verify: at('2021-10-28') } },
  'ClockSuspended@1': { suspended: { verify: at('2021-10-18') } },
  'ClueClosed@1': {},
  'ClueDiscovered@1': { subjects: ['zhao'], managedBy: { zhao: 'nayong' }, intake: ['an-bijie'] },
  'ClueSettled@1': {},
  'ClueTransferred@1': { receiver: 'nayong' },
  'DeadlineImposed@1': {},
  'DisposalApproved@1': { disposal: { way: 'hold', approved: true } },
  'DisposalProposed@1': { disposal: { way: 'verify', approved: false } },
  'ExtensionGranted@1': {
    asked: {},
    answered: { verify: at('2021-10-15') },
    extended: { verify: 1 },
  },
  'ExtensionRefused@1': { asked: {}, answered: { verify: at('2021-10-13') } },
  'ExtensionRequested@1': {
    asked: { verify: { by: 'li-nayong', happenedAt: at('2021-10-12') } },
  },
  'FilesAttached@1': {},
  'FactCorrected@1': {},
  'InvestigationConcluded@1': {},
  'InvestigationStarted@1': { caseId: CASE, officers: ['before', 'li-nayong', 'fang-nayong'] },
  'NumberAssigned@1': { number: 'nayong-2021-0042' },
  'OfficersAssigned@1': {
    officers: ['li-nayong', 'wang-nayong'],
    formerOfficers: ['before'],
  },
  'TransferAccepted@1': {
    ...{ officers: [], formerOfficers: ['before'] },
    ...{ receiver: undefined, disposal: undefined },
  },
  'TransferRefused@1': { receiver: undefined, refusedBy: 'before' },
  'VerificationConcluded@1': { outcome: 'file' },
  'VerificationReportSigned@1': {
    signatures: { 'li-nayong': { digest: DIGEST, happenedAt: at('2021-11-09') } },
  },
  'VerificationReportSubmitted@1': {},
  'VerificationStarted@1': { team: ['li-nayong', 'wang-nayong'], signatures: {} },
  'VerificationStepRecorded@1': {},
};

const OF_CASE: { readonly [name: string]: Partial<CaseState> } = {
  'CaseFiled@1': {
    clueIds: ['830ac4c6-faad-58c6-9091-3267b4fa1161'],
    officers: ['li-nayong', 'fang-nayong'],
    subjects: ['zhao'],
  },
  'InvestigationReportSubmitted@1': {},
};

/** Of a report in which everything is something else. */
const REPORT_BEFORE: ReportState = {
  ...initial(WORKFLOWS.report),
  reporterId: 'before',
  subjects: ['before'],
  clueIds: ['before'],
};

const OF_REPORT: { readonly [name: string]: Partial<ReportState> } = {
  'AcknowledgementWaived@1': { answered: 'waived' },
  'ReportAcknowledged@1': { answered: 'acknowledged' },
  'ReportBecamePart@1': { clueIds: ['before', '5e3b9a58-2021-5001-9a58-0d6f7b525c0f'] },
  'ReportFilesAttached@1': {},
  'ReportKeptForReference@1': {},
  'ReportNotAccepted@1': {},
  'ReportReceived@1': { realName: true, reporterId: 'qian', subjects: ['zhao'] },
  'ReportSentUpWithClue@1': { reporterId: undefined, subjects: [] },
  'ReportReferredUpSealed@1': { reporterId: undefined, subjects: [] },
};

describe('an event of old is understood today', () => {
  it.each(Object.keys(OF_CLUE))('%s', (name) => {
    const event = goldenEvent(name);
    expect(evolve(WORKFLOWS.clue, BEFORE, event)).toEqual({
      ...BEFORE,
      ...OF_CLUE[name],
      ...standing(WORKFLOWS.clue, BEFORE, event),
    });
  });

  it.each(Object.keys(OF_CASE))('%s', (name) => {
    const event = goldenEvent(name);
    const before = initial(WORKFLOWS.case);
    expect(evolve(WORKFLOWS.case, before, event)).toEqual({
      ...before,
      ...OF_CASE[name],
      ...standing(WORKFLOWS.case, before, event),
    });
  });

  it.each(Object.keys(OF_REPORT))('%s', (name) => {
    const event = goldenEvent(name);
    expect(evolve(WORKFLOWS.report, REPORT_BEFORE, event)).toEqual({
      ...REPORT_BEFORE,
      ...OF_REPORT[name],
      ...standing(WORKFLOWS.report, REPORT_BEFORE, event),
    });
  });

  const later = NAMES.filter((name) => !(name in OF_CLUE) && !(name in OF_CASE)).filter(
    (name) => !(name in OF_REPORT) && /^(clue|case|report)-/.test(goldenEvent(name).stream),
  );
  it('and every later one as is kept beside it', () => {
    for (const name of later) {
      const event = goldenEvent(name);
      const kept: object = JSON.parse(textOf(golden(`events/${name}.state`)));
      const workflow = WORKFLOWS[kindOf(event.stream) as 'clue' | 'case' | 'report'];
      const before = initial<object>(workflow as Workflow); // either is told by its fields alone
      const expected = { ...before, ...kept, ...standing(workflow, before, event) };
      expect({ name, is: evolve(workflow as Workflow, before, event) }).toEqual({
        ...{ name, is: expected },
      });
    }
  });

  it('ProcedurePublished@1', () => {
    const published = publishedBy(goldenEvent('ProcedurePublished@1'));
    expect(published).toMatchObject({ name: 'cn-2019-example', version: 1 });
    expect(published && hex(sha256(procedureBytes(published.content)))).toBe(published?.hash);
  });

  it('NumberReserved@1', () => {
    expect(goldenEvent('NumberReserved@1')).toMatchObject({
      stream: 'numbers-nayong-2021',
      version: 42,
      data: { clue: '5e3b9a58-2021-5001-9a58-0d6f7b525c0f' },
    });
  });

  it('SensitiveAccessed@1', () => {
    expect(goldenEvent('SensitiveAccessed@1')).toMatchObject({
      stream: 'access-clue-5e3b9a58-2021-5001-9a58-0d6f7b525c0f',
      actor: { personId: 'gao-nayong', role: 'leader', organId: 'nayong' },
      data: { what: 'attachment', sha256: '3b'.repeat(32) },
    });
  });

  it('CommandRefused@1', () => {
    expect(goldenEvent('CommandRefused@1')).toMatchObject({
      stream: 'access-clue-5e3b9a58-2021-5001-9a58-0d6f7b525c0f',
      actor: { personId: 'gao-nayong', role: 'leader', organId: 'nayong' },
      data: { kind: 'clue', command: 'approveDisposal', code: 'four-eyes' },
    });
  });

  it('LogOpened@1', () => {
    expect(goldenEvent('LogOpened@1')).toMatchObject({
      stream: 'log',
      version: 1,
      data: { logId: 'fcf52abc-ea38-4f54-aebd-27c14b28bfb1', demo: true, monotone: true },
    });
  });
});

/** What every workflow keeps of every event. */
function standing(
  workflow: (typeof WORKFLOWS)['clue' | 'case' | 'report'],
  before: Standing,
  event: Event,
) {
  const told = commandOf(workflow, event.type);
  const rows: { readonly [command: string]: { readonly aside?: true } } = workflow.transitions;
  const command = told && !rows[told].aside ? told : undefined;
  const { actor, basis, change, happenedAt, level = before.level, organ = before.organ } = event;
  return {
    organ,
    level,
    state: change?.to ?? before.state,
    procedure: { name: basis?.procedure, version: basis?.version },
    done: event.change || !command ? [] : [command],
    acts: command ? { [command]: actor.personId } : {},
    actsAt: command ? { [command]: happenedAt } : {},
    lastChange: change ? happenedAt : undefined,
  };
}

function at(day: string) {
  return { at: `${day}T01:00:00.000Z`, zone: 'Asia/Shanghai', precision: 'ms' } as const;
}
