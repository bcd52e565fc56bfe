import { World } from '../../test/world.js';

const BASE = `organs:
  - { id: gx, name: { en: Guangxi, zh: 广西 }, tier: province, region: CN-GX, zone: Asia/Shanghai }
  - { id: nn, parent: gx, name: { en: Nanning, zh: 南宁 }, tier: prefecture }
  - { id: wm, parent: nn, name: { en: Wuming, zh: 武鸣 }, tier: county }
people:
  - { id: li, name: 李明 }
  - { id: wang, name: 王芳 }
appointments:
  - { person: li, organ: nn, role: leader, clearance: L3, from: 2021-03-01 }
  - { person: wang, organ: nn, role: clue-admin, clearance: L2, from: 2021-03-01 }
  - { person: wang, organ: nn, role: sysadmin, clearance: L2, from: 2021-03-01 }
`;
const LEAVE = 'leaves:\n  - { person: li, from: 2021-11-01, to: 2021-11-14 }\n';
const LOAN = `delegations:
  - { person: wang, for: li, role: leader, organ: nn, from: 2021-11-01, to: 2021-11-14, commands: [hold, release] }
`;

function applied(...files: readonly string[]): World {
  const world = new World();
  for (const file of files) world.apply(file);
  return world;
}

const changes = (plan: ReturnType<World['plan']>) =>
  plan.events.map(({ type, data }) => [type, data]);

/** What is wrong with a file, on what stands. */
function errors(file: string, world = applied(BASE)) {
  return world
    .plan(file)
    .errors.map(({ line, path, expected, found }) => `${line} ${path}: ${expected} | ${found}`);
}

describe('leaves in an organisation file', () => {
  it('are recorded once', () => {
    const world = applied(BASE);
    const plan = world.apply(LEAVE);
    expect(plan.events).toEqual([
      {
        ...{ stream: 'person-li', type: 'LeaveRecorded', personal: [] },
        data: { from: '2021-11-01', to: '2021-11-14' },
      },
    ]);
    expect(plan.summary.leaves).toEqual({ added: 1, ended: 0, unchanged: 0 });
    expect(world.plan(LEAVE).summary.leaves).toEqual({ added: 0, ended: 0, unchanged: 1 });
  });

  it('may end sooner, and not later', () => {
    const world = applied(BASE, LEAVE);
    const sooner = world.plan(LEAVE.replace('11-14', '11-07'));
    expect(changes(sooner)).toEqual([['LeaveEnded', { from: '2021-11-01', on: '2021-11-08' }]]);
    expect(sooner.summary.leaves).toEqual({ added: 0, ended: 1, unchanged: 0 });
    const expected = 'an end before 2021-11-15; a longer one is another, from a later day';
    expect(errors(LEAVE.replace('11-14', '11-30'), world)).toEqual([
      `2 leaves[0].to: ${expected} | 2021-11-30`,
    ]);
    expect(errors(LEAVE.replace(', to: 2021-11-14', ''), world)).toEqual([
      `2 leaves[0]: ${expected} | no end`,
    ]);
  });

  it('name a person, and go forward', () => {
    expect(errors(LEAVE.replace('li', 'nobody'))).toEqual([
      '2 leaves[0].person: a person of this file or of the directory | nobody',
    ]);
    expect(errors(LEAVE.replace('2021-11-14', '2021-10-31'))).toEqual([
      '2 leaves[0].to: a day from 2021-11-01 on | 2021-10-31',
    ]);
    expect(errors('leaves:\n  - { person: li }\n')).toEqual([
      '2 leaves[0].from: a date YYYY-MM-DD, of 1900 to 9998 | nothing',
    ]);
  });
});

describe('delegations in an organisation file', () => {
  it('stand on the office that is lent, once, also one that the same file makes', () => {
    const whole = BASE + LOAN;
    const world = new World();
    const plan = world.apply(whole);
    const { stream } = plan.events[5];
    expect(plan.events.at(-1)).toEqual({
      ...{ stream, type: 'DelegationGranted', personal: [] },
      data: {
        delegationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        ...{ personId: 'wang', from: '2021-11-01', to: '2021-11-14' },
        commands: ['hold', 'release'],
      },
    });
    expect(plan.summary.delegations).toEqual({ added: 1, ended: 0, unchanged: 0 });
    expect(changes(world.plan(whole))).toEqual([]);
    expect(world.plan(whole.replace('[hold, release]', '[release, hold]')).errors).toEqual([]);
  });

  it('may end sooner; for other commands they are lent anew', () => {
    const world = applied(BASE, LOAN);
    const sooner = world.plan(LOAN.replace('11-14', '11-07'));
    expect(changes(sooner)).toEqual([
      ['DelegationEnded', { delegationId: expect.any(String), on: '2021-11-08' }],
    ]);
    expect(sooner.summary.delegations).toEqual({ added: 0, ended: 1, unchanged: 0 });
    expect(errors(LOAN.replace(', commands: [hold, release]', ''), world)).toEqual([
      '2 delegations[0].commands: hold release as it was lent; end it and lend it anew from a later day | all',
    ]);
  });

  it.each([
    ['an office of his own', ['for: li', 'for: wang'], 'person: another person than whose'],
    ['an office that he does not hold', ['organ: nn', 'organ: gx'], 'for: who holds office as'],
    ['an office before he holds it', ['from: 2021-11-01', 'from: 2021-02-01'], 'for: who holds'],
    ['a command that there is not', ['hold,', 'hoard,'], 'commands: some of hold, release |'],
    ['commands that are no list', ['[hold, release]', 'hold'], 'commands: a list of commands |'],
    ['no end', [', to: 2021-11-14', ''], 'to: a date YYYY-MM-DD, of 1900 to 9998 | nothing'],
    ['to nobody', ['person: wang', 'person: nobody'], 'person: a person of this file'],
  ])('are refused for %s', (_, [from, to], expected) => {
    expect(errors(LOAN.replace(from, to))[0]).toContain(`2 delegations[0].${expected}`);
  });

  it('lend no administration', () => {
    const admin = LOAN.replace('person: wang, for: li', 'person: li, for: wang');
    expect(errors(admin.replace('role: leader', 'role: sysadmin'))).toEqual([
      '2 delegations[0].role: an office that can be lent; administration is not | sysadmin',
    ]);
  });

  it('hand on nothing that was lent', () => {
    const on =
      'people:\n  - { id: chen, name: 陈 }\n' + LOAN.replace('wang, for: li', 'chen, for: wang');
    expect(errors(on, applied(BASE, LOAN))).toEqual([
      '4 delegations[0].for: who holds office as leader at nn on 2021-11-01 | wang',
    ]);
  });
});

describe('organs in an organisation file', () => {
  const wm = (more: string) =>
    `organs:\n  - { id: wm, parent: nn, name: { en: Wuming, zh: 武鸣 }, tier: county, ${more} }\n`;

  it('go into another on a day that is not to come', () => {
    const world = applied(BASE);
    const plan = world.apply(wm('mergedInto: nn, since: 2021-07-01'));
    expect(plan.events).toEqual([
      {
        ...{ stream: 'organ-wm', type: 'OrganMerged', data: { into: 'nn' }, personal: [] },
        happenedAt: { at: '2021-06-30T16:00:00.000Z', zone: 'Asia/Shanghai', precision: 'day' },
      },
    ]);
    expect(plan.summary.organs).toEqual({ added: 0, changed: 1, unchanged: 0 });
    expect(changes(world.plan(wm('mergedInto: nn, since: 2021-07-01')))).toEqual([]);
    expect(changes(world.plan(wm('region: CN-GX')))).toEqual([]);
    expect(errors(wm('mergedInto: gx'), world)).toEqual([
      '2 organs[0].mergedInto: nn, into which it went | gx',
    ]);
  });

  it('take another name from a day on, no earlier than their last change', () => {
    const world = applied(BASE);
    const renamed = wm('since: 2021-07-01').replace('en: Wuming', 'en: Wuming District');
    world.apply(renamed);
    expect(world.directory.organAt('wm', '2021-06-01T00:00:00.000Z')?.name.en).toBe('Wuming');
    expect(world.directory.organ('wm')?.name.en).toBe('Wuming District');
    expect(changes(world.plan(renamed))).toEqual([]);
    expect(errors(wm('since: 2021-06-01'), world)).toEqual([
      '2 organs[0].since: a day from 2021-07-01 on, its last change | 2021-06-01',
    ]);
    expect(errors(wm('mergedInto: nn, since: 2021-12-01'))).toEqual([
      '2 organs[0].since: a day no later than 2021-10-31 | 2021-12-01',
    ]);
  });

  it('go into none that is below them, unknown, or goes into them', () => {
    const nn =
      'organs:\n  - { id: nn, parent: gx, name: { en: Nanning, zh: 南宁 }, tier: prefecture, mergedInto: wm }\n';
    expect(errors(nn)).toEqual(['2 organs[0].mergedInto: an organ that is not below it | wm']);
    expect(errors(wm('mergedInto: nowhere'))).toEqual([
      '2 organs[0].mergedInto: an organ of this file or of the directory | nowhere',
    ]);
    expect(errors(wm('mergedInto: wm'))).toEqual([
      '2 organs[0].mergedInto: another organ than itself | wm',
    ]);
  });

  it('go into none that goes into another, or went there: each would be the heir of the other', () => {
    const bm = (into: string) =>
      `  - { id: bm, parent: nn, name: { en: Binyang, zh: 宾阳 }, tier: county, mergedInto: ${into} }\n`;
    const organs = wm('region: CN-GX') + bm('wm').replace(', mergedInto: wm', '');
    const expected = 'an organ that goes into no other';
    const world = applied(BASE, organs, `organs:\n${bm('wm')}`);
    expect(errors(wm('mergedInto: bm'), world)).toEqual([
      `2 organs[0].mergedInto: ${expected} | bm, which goes into wm`,
    ]);
    expect(errors(wm('mergedInto: bm') + bm('wm'), applied(BASE, organs))).toEqual([
      `2 organs[0].mergedInto: ${expected} | bm, which goes into wm`,
      `3 organs[1].mergedInto: ${expected} | wm, which goes into bm`,
    ]);
    expect(errors(wm('mergedInto: nn') + bm('wm'), applied(BASE, organs))).toEqual([
      `3 organs[1].mergedInto: ${expected} | wm, which goes into nn`,
    ]);
    // One after the other they may: the matters of both go on in the last.
    world.apply(wm('mergedInto: nn'));
    expect(world.directory.heir('bm')).toBe('nn');
    expect(changes(world.plan(`organs:\n${bm('wm')}`))).toEqual([]);
  });

  it('that were merged appoint nobody any more', () => {
    const world = applied(BASE, wm('mergedInto: nn'));
    const made = 'appointments:\n  - { person: li, organ: wm, role: leader, clearance: L2 }\n';
    expect(errors(made, world)).toEqual([
      '2 appointments[0].organ: an organ that was not merged | wm',
    ]);
  });
});

describe('today in an organisation file', () => {
  // 1 November in Nanning, still 31 October in The Hague.
  const now = '2021-10-31T18:00:00.000Z';
  const abroad = (more: string) =>
    `organs:\n  - { id: hague, parent: gx, name: { en: The Hague, zh: 海牙 }, tier: county, zone: Europe/Amsterdam${more} }\n`;

  it('is the day at each organ: the first of an appointment that names none', () => {
    const plan = applied(BASE).plan(
      `${abroad('')}appointments:
  - { person: li, organ: nn, role: auditor, clearance: L2 }
  - { person: li, organ: hague, role: auditor, clearance: L2 }
`,
      now,
    );
    const made = plan.events.filter(({ type }) => type === 'AppointmentMade');
    expect(made.map(({ data }) => [data['organId'], data['from']])).toEqual([
      ['nn', '2021-11-01'],
      ['hague', '2021-10-31'],
    ]);
  });

  it('ends what a change of an organ may be dated', () => {
    const since = ', since: 2021-11-01';
    const expected = 'a day no later than 2021-10-31';
    expect(applied(BASE).plan(abroad(since), now).errors).toEqual([
      expect.objectContaining({ path: 'organs[0].since', expected, found: '2021-11-01' }),
    ]);
    const here = abroad(since).replace('Europe/Amsterdam', 'Asia/Shanghai');
    expect(applied(BASE).plan(here, now).errors).toEqual([]);
  });
});
