import type { Broken } from './broken-procedures.js';

/** Each speaks of a field, or of a value, that nothing has. */
export const UNKNOWN_FIELDS: readonly Broken[] = [
  {
    says: 'a field that it insists on, which the command does not take',
    change: ['requires: [reason]', 'requires: [raison]'],
    ...{ line: 13, path: 'workflows.permit.decide.requires[0]' },
    ...{ expected: 'one of outcome, reason, attachments', found: 'raison' },
  },
  {
    says: 'a state to go to by a field that the event does not have',
    change: ['field: outcome', 'field: outcom'],
    ...{ line: 12, path: 'workflows.permit.decide.to.field' },
    ...{ expected: 'one of outcome, notes', found: 'outcom' },
  },
  {
    says: 'no state to go to by a value that it allows',
    change: [', deny: denied', ''],
    ...{ line: 12, path: 'workflows.permit.decide.to.cases' },
    ...{ expected: 'a state for each of grant, deny', found: 'none for deny' },
  },
  {
    says: 'no state to go to by a value that the command takes',
    change: ['allows: { outcome: [grant, deny] }', 'at: above'],
    ...{ line: 12, path: 'workflows.permit.decide.to.cases' },
    ...{ expected: 'a state for each of grant, deny, postpone', found: 'none for postpone' },
  },
  {
    says: 'a state to go to by a value that the command never takes',
    change: ['deny: denied', 'denied: denied'],
    ...{ line: 12, path: 'workflows.permit.decide.to.cases.denied' },
    ...{ expected: 'one of grant, deny, postpone', found: 'denied' },
  },
  {
    says: 'a clock started by what an event says in a field that it does not have',
    change: ['[PermitAskedFor]', '[{ event: PermitAskedFor, where: { size: 40 } }]'],
    ...{ line: 22, path: 'obligations.answer.starts[0].where.size' },
    ...{ expected: 'one of area, remark', found: 'size' },
  },
  {
    says: 'a clock met by what an event never says',
    change: ['[PermitDecided]', '[{ event: PermitDecided, where: { outcome: granted } }]'],
    ...{ line: 23, path: 'obligations.answer.meets[0].where.outcome' },
    ...{ expected: 'one of grant, deny, postpone', found: '"granted"' },
  },
  {
    says: 'several clocks at once by a field that their events do not have',
    change: ['extension: { length: 6W, max: 1, by: [judge] }', 'each: permitId'],
    ...{
      line: 26,
      path: 'obligations.answer.each',
      expected: 'one of area, remark',
      found: 'permitId',
    },
  },
];
