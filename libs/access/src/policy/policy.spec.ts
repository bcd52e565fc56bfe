import { allows, masked } from './allows.js';
import { type AccessRow, type Action, personList, ROLES, type RowKind } from './policy.js';
import type { Level, Standing, Subject } from './subject.js';

const ACTIONS: readonly Action[] = ['list', 'content', 'count'];
const PLACES = { own: '/gx/nn/', below: '/gx/nn/wuming/', above: '/gx/', beside: '/gx/nn0/' };

const at = (role: string, organPath = '/gx/nn/', clearance: Level = 'L2'): Standing => {
  return { role, organId: organPath.split('/').at(-2)!, organPath, clearance };
};
const who = (...appointments: Standing[]): Subject => ({ personId: 'li', appointments });
const row = (changed: Partial<AccessRow> = {}): AccessRow => {
  const plain = { organPath: '/gx/nn/', receiverPath: null, level: 'L2' };
  return { ...plain, assigned: '', excluded: '', ...changed };
};

/** What a role may do at each place, as words: `list count`. */
function seenBy(role: string, assigned: string, of?: RowKind) {
  return Object.values(PLACES).map((organPath) =>
    ACTIONS.filter((action) =>
      allows(who(at(role)), action, row({ organPath, assigned, of })),
    ).join(' '),
  );
}

describe('the access policy', () => {
  // Written out by hand from the roles of the field: an oracle beside the table.
  //                    own organ            | below              | above | beside
  it.each([
    ['intake', ['list count', '', '', '']],
    ['clue-admin', ['list count', '', '', '']],
    ['case-officer', ['', '', '', '']],
    ['unit-head', ['list content count', '', '', '']],
    ['leader', ['list content count', 'list count', '', '']],
    ['adjudicator', ['', '', '', '']],
    ['supervisor', ['list count', 'list count', '', '']],
    ['auditor', ['list content count', 'list content count', '', '']],
    ['statistician', ['count', 'count', '', '']],
    ['sysadmin', ['', '', '', '']],
    ['no-such-role', ['', '', '', '']],
  ])('gives a(n) %s what he needs and no more', (role, expected) => {
    expect(seenBy(role, '')).toEqual(expected);
  });

  it.each([
    ['intake', ['list content count', '', '', '']],
    ['clue-admin', ['list count', '', '', '']],
    ['case-officer', ['', '', '', '']],
    ['unit-head', ['', '', '', '']],
    ['leader', ['list count', '', '', '']],
    ['adjudicator', ['', '', '', '']],
    ['supervisor', ['list count', 'list count', '', '']],
    ['auditor', ['list content count', 'list content count', '', '']],
    ['statistician', ['count', 'count', '', '']],
    ['sysadmin', ['', '', '', '']],
  ])('gives a(n) %s of reports what he needs and no more', (role, expected) => {
    expect(seenBy(role, '|li|', 'report')).toEqual(expected);
  });

  it('shows a case officer the clues assigned to him, wherever they are handled', () => {
    const all = 'list content count';
    expect(seenBy('case-officer', '|li|')).toEqual([all, all, all, all]);
    expect(seenBy('case-officer', '|li2|lili|xli|')).toEqual(['', '', '', '']);
    expect(seenBy('sysadmin', '|li|')).toEqual(['', '', '', '']);
  });

  it('shows an adjudicator what has come before those of his organ, wherever it is handled', () => {
    const seen = (organPath: string, adjudicated: string, role = 'adjudicator') =>
      ACTIONS.filter((action) => allows(who(at(role)), action, row({ organPath, adjudicated })));
    expect(seen('/gx/nn/', '|/gx/nn/|')).toEqual(ACTIONS);
    expect(seen('/gx/lz/', '|/gx/lz/|/gx/nn/|')).toEqual(ACTIONS);
    expect(seen('/gx/nn/', '|/gx/lz/|/gx/nn/wuming/|')).toEqual([]);
    expect(seen('/gx/nn/', '')).toEqual([]);
    expect(seen('/gx/lz/', '|/gx/nn/|', 'unit-head')).toEqual([]);
  });

  it.each(ROLES)('never shows a(n) %s what he is excluded from', (role) => {
    const shut = row({ assigned: '|li|', excluded: '|wang|li|' });
    expect(ACTIONS.filter((action) => allows(who(at(role), at('leader')), action, shut))).toEqual(
      [],
    );
  });

  it('shows nothing through an office lent by somebody who is excluded', () => {
    const lent = { ...at('leader'), onBehalfOf: 'wang' };
    const about = row({ excluded: '|wang|' });
    expect(allows(who(lent), 'content', row())).toBe(true);
    expect(allows(who(lent), 'list', about)).toBe(false);
    expect(allows(who(lent, at('leader')), 'list', about)).toBe(true);
  });

  it('shows nothing above the clearance, and nothing of an unknown level', () => {
    const levels = ['L1', 'L2', 'L3', 'L4', 'L5', '', 'l1'];
    const seen = (clearance: Level) =>
      levels.filter((level) =>
        allows(who(at('leader', '/gx/', clearance)), 'list', row({ level })),
      );
    expect(seen('L1')).toEqual(['L1']);
    expect(seen('L3')).toEqual(['L1', 'L2', 'L3']);
    expect(seen('L4')).toEqual(['L1', 'L2', 'L3', 'L4']);
  });

  it('does not lend the clearance of one appointment to another', () => {
    const subject = who(at('leader', '/gx/nn/', 'L1'), at('leader', '/gx/lz/', 'L4'));
    expect(allows(subject, 'content', row({ level: 'L4' }))).toBe(false);
  });

  it('does not take /13 for a part of /130, nor the other way round', () => {
    const subject = who(at('auditor', '/13/'));
    expect(allows(subject, 'list', row({ organPath: '/13/01/' }))).toBe(true);
    expect(allows(subject, 'list', row({ organPath: '/130/' }))).toBe(false);
    expect(allows(who(at('auditor', '/130/')), 'list', row({ organPath: '/13/' }))).toBe(false);
  });

  it('lets the receiving organ see a transfer that waits, as if it were there', () => {
    const waiting = row({ organPath: '/gx/lz/', receiverPath: '/gx/nn/' });
    expect(allows(who(at('unit-head')), 'content', waiting)).toBe(true);
    expect(allows(who(at('unit-head', '/gx/lz/')), 'content', waiting)).toBe(true);
    expect(allows(who(at('unit-head')), 'content', { ...waiting, receiverPath: null })).toBe(false);
  });

  it('masks persons for the auditor, unless another appointment shows them', () => {
    expect(masked(who(at('auditor')), 'content', row())).toBe(true);
    expect(masked(who(at('auditor'), at('unit-head')), 'content', row())).toBe(false);
    expect(masked(who(at('unit-head')), 'content', row())).toBe(false);
    expect(masked(who(at('sysadmin')), 'content', row())).toBe(false);
  });

  it('gives nothing to ids and paths that are ill-formed', () => {
    const all = row({ organPath: '/' });
    expect(allows(who(at('auditor', '/')), 'list', all)).toBe(false);
    expect(allows(who(at('auditor', '')), 'list', all)).toBe(false);
    expect(allows({ ...who(at('auditor')), personId: '' }, 'list', row())).toBe(false);
    expect(allows({ ...who(at('auditor')), personId: 'li|wang' }, 'list', row())).toBe(false);
  });

  it('writes lists of persons in one form', () => {
    expect(personList([])).toBe('');
    expect(personList(['wang', 'li', 'wang'])).toBe('|li|wang|');
    expect(() => personList(['li|wang'])).toThrow('expected ids');
  });
});
