import { World } from '../../test/world.js';

const FILE = `# Nanning, as of the reform
organs:
  - { id: nn, parent: gx, name: { en: Nanning, zh: 南宁市 }, tier: prefecture }
  - id: gx
    name: { en: Guangxi, zh: 广西 }
    tier: province
    region: CN-GX
    zone: Asia/Shanghai
  - { id: 0771, parent: nn, name: { en: Unit One, zh: 一室 }, tier: unit }
people:
  - { id: li, name: 李明, unit: 第一室, post: 主任 }
  - { id: wang, name: 王芳 }
appointments:
  - { person: li, organ: nn, role: unit-head, clearance: L3, from: 2021-03-01 }
  - { person: wang, organ: gx, role: auditor, clearance: L4, from: 2021-03-01, to: 2021-12-31 }
  - { person: wang, organ: 0771, role: case-officer, clearance: L2 }
`;

const types = (plan: ReturnType<World['plan']>) =>
  plan.events.map(({ stream, type }) => `${stream.slice(0, 15)} ${type}`);
const changes = (plan: ReturnType<World['plan']>) =>
  plan.events.map(({ type, data }) => [type, data]);
const errors = (yaml: string, world = new World()) => {
  const plan = world.plan(yaml);
  expect(plan.events).toEqual([]);
  return plan.errors.map(
    ({ line, path, expected, found }) => `${line} ${path}: ${expected} | ${found}`,
  );
};

describe('applying an organisation file', () => {
  it('establishes organs from the root down, then people, then appointments', () => {
    const plan = new World().plan(FILE);
    expect(plan.errors).toEqual([]);
    expect(types(plan)).toEqual([
      'organ-gx OrganEstablished',
      'organ-nn OrganEstablished',
      'organ-0771 OrganEstablished',
      'person-li PersonRegistered',
      'person-wang PersonRegistered',
      expect.stringMatching(/^appointment-.* AppointmentMade$/),
      expect.stringMatching(/^appointment-.* AppointmentMade$/),
      expect.stringMatching(/^appointment-.* AppointmentMade$/),
    ]);
    expect(plan.summary).toEqual({
      organs: { added: 3, changed: 0, unchanged: 0 },
      people: { added: 2, changed: 0, unchanged: 0 },
      appointments: { added: 3, changed: 0, unchanged: 0 },
      leaves: { added: 0, ended: 0, unchanged: 0 },
      delegations: { added: 0, ended: 0, unchanged: 0 },
    });
  });

  it('takes region and zone from the organ above, and marks what is personal', () => {
    const { events } = new World().plan(FILE);
    expect(events[2].data).toEqual({
      parent: 'nn',
      name: { en: 'Unit One', zh: '一室' },
      tier: 'unit',
      region: 'CN-GX',
      zone: 'Asia/Shanghai',
    });
    expect(events[3]).toEqual({
      stream: 'person-li',
      type: 'PersonRegistered',
      data: { name: '李明', unit: '第一室', post: '主任' },
      personal: ['name', 'unit', 'post'],
    });
    expect(
      events.filter(({ stream }) => !stream.startsWith('person-')).flatMap((e) => e.personal),
    ).toEqual([]);
  });

  it('twice plans nothing the second time, also on a later day', () => {
    const world = new World();
    world.apply(FILE);
    const again = world.plan(FILE, '2021-12-01T04:00:00.000Z');
    expect(changes(again)).toEqual([]);
    expect(again.summary).toEqual({
      organs: { added: 0, changed: 0, unchanged: 3 },
      people: { added: 0, changed: 0, unchanged: 2 },
      appointments: { added: 0, changed: 0, unchanged: 3 },
      leaves: { added: 0, ended: 0, unchanged: 0 },
      delegations: { added: 0, ended: 0, unchanged: 0 },
    });
  });

  it('plans the same ids at every try', () => {
    expect(new World().plan(FILE)).toEqual(new World().plan(FILE));
  });

  it('makes the directory answer as the file says', () => {
    const world = new World();
    world.apply(FILE);
    expect(world.directory.path('0771')).toBe('/gx/nn/0771/');
    const wang = world.directory.subject('wang', '2021-11-15T00:00:00.000Z');
    expect(wang.appointments.map(({ role, organPath }) => [role, organPath])).toEqual([
      ['auditor', '/gx/'],
      ['case-officer', '/gx/nn/0771/'],
    ]);
  });

  it('plans only the fields that changed', () => {
    const world = new World();
    world.apply(FILE);
    const plan = world.apply(
      FILE.replace('第一室', '第二室')
        .replace('en: Nanning,', 'en: Nanning City,')
        .replace('L3, from: 2021-03-01', 'L3, from: 2021-03-01, to: 2021-11-30'),
    );
    expect(changes(plan)).toEqual([
      ['OrganChanged', { name: { en: 'Nanning City', zh: '南宁市' } }],
      ['PersonChanged', { unit: '第二室' }],
      ['AppointmentEnded', { on: '2021-12-01' }],
    ]);
    expect(plan.events[1].personal).toEqual(['unit']);
  });

  it('takes the procedures of an organ as a list, and asks for names of them', () => {
    const world = new World();
    world.apply(FILE);
    const using = (list: string) =>
      FILE.replace('zone: Asia', `procedures: ${list}\n    zone: Asia`);
    expect(changes(world.apply(using('[cn-2019-example, ours]')))).toEqual([
      ['OrganChanged', { procedures: ['cn-2019-example', 'ours'] }],
    ]);
    expect(changes(world.apply(using('[cn-2019-example, ours]')))).toEqual([]);
    expect(errors(using('[Ours]'), world)).toEqual([
      '8 organs[1].procedures: a list of procedures | Ours',
    ]);
    expect(errors(using('[ours, theirs]'), world)).toEqual([
      '8 organs[1].procedures: for organ gx published procedures alone: cn-2019-example, ours | theirs',
    ]);
  });

  it('keeps region and zone of an organ that stands: past days were counted by them', () => {
    const world = new World();
    world.apply(FILE);
    const way = 'establish another organ and merge this one into it';
    expect(errors(FILE.replace('CN-GX', 'CN-GD'), world)).toEqual([
      `7 organs[1].region: CN-GX, as gx stands (${way}) | CN-GD`,
    ]);
    expect(
      errors(FILE.replace('tier: prefecture', 'tier: prefecture, zone: Asia/Urumqi'), world),
    ).toEqual([`3 organs[0].zone: Asia/Shanghai, as nn stands (${way}) | Asia/Urumqi`]);
  });

  it('leaves alone what the file does not name', () => {
    const world = new World();
    world.apply(FILE);
    expect(changes(world.apply('people:\n  - { id: li, name: 李明 }\n'))).toEqual([]);
    expect(changes(world.apply(''))).toEqual([]);
    expect(changes(world.apply('organs:\npeople: []\n'))).toEqual([]);
  });
});

describe('an organisation file with errors', () => {
  it('is refused whole, each error with its line', () => {
    expect(
      errors(
        FILE.replace('role: unit-head', 'role: boss')
          .replace('parent: nn,', 'parent: nm,')
          .replace('person: wang, organ: gx', 'person: wong, organ: gx')
          .replace('from: 2021-03-01, to: 2021-12-31', 'from: 2021-02-30'),
      ),
    ).toEqual([
      '9 organs[2].parent: an organ of this file or of the directory | nm',
      expect.stringMatching(/^14 appointments\[0\]\.role: one of intake, .*, sysadmin \| boss$/),
      '15 appointments[1].from: a date YYYY-MM-DD, of 1900 to 9998 | 2021-02-30',
    ]);
  });

  it.each(['0202-03-01', '9999-12-31'])('takes no day of a year that nobody means: %s', (day) => {
    expect(errors(FILE.replace('to: 2021-12-31', `to: ${day}`))).toEqual([
      `15 appointments[1].to: a date YYYY-MM-DD, of 1900 to 9998 | ${day}`,
    ]);
  });

  it('names unknown people and organs', () => {
    expect(errors(FILE.replaceAll('person: wang', 'person: wong'))).toEqual([
      '15 appointments[1].person: a person of this file or of the directory | wong',
      '16 appointments[2].person: a person of this file or of the directory | wong',
    ]);
    expect(errors(FILE.replace('organ: 0771', 'organ: 771'))).toEqual([
      '16 appointments[2].organ: an organ of this file or of the directory | 771',
    ]);
  });

  it('does not blame those who name a flawed entry', () => {
    expect(errors(FILE.replace('region: CN-GX', 'region: guangxi'))).toEqual([
      '7 organs[1].region: a country or ISO 3166-2 region such as CN-GX | guangxi',
    ]);
  });

  it('shows a circle of organs, within the file and across the directory', () => {
    const root = FILE.replace('- id: gx', '- id: gx\n    parent: "0771"');
    expect(errors(root)).toContain(
      '5 organs[1].parent: a tree of organs | a circle gx < 0771 < nn < gx',
    );
    const world = new World();
    world.apply(FILE);
    const turned = 'organs:\n  - { id: gx, parent: nn, name: { en: G, zh: 广 }, tier: province }\n';
    expect(errors(turned, world)).toEqual([
      '2 organs[0].parent: a tree of organs | a circle gx < nn < gx',
    ]);
    expect(errors(turned.replace('parent: nn', 'parent: gx'), world)).toEqual([
      '2 organs[0].parent: a tree of organs | a circle gx < gx',
    ]);
  });

  it('shows duplicates of every kind', () => {
    const twice = FILE.replace('id: wang, name: 王芳', 'id: li, name: 王芳');
    expect(errors(twice)[0]).toBe(
      '12 people[1]: one entry for person li | a second one, first in line 11',
    );
    const line =
      '  - { person: li, organ: nn, role: unit-head, clearance: L4, from: 2021-03-01 }\n';
    expect(errors(FILE + line)).toEqual([
      '17 appointments[3]: one entry for li unit-head nn 2021-03-01 | a second one, first in line 14',
    ]);
    expect(errors(FILE.replace('id: 0771', 'id: nn'))[0]).toContain('one entry for organ nn');
  });

  it('shows unknown and missing fields, and values of the wrong form', () => {
    expect(errors('people:\n  - { id: li, nmae: 李明 }\n')).toEqual([
      '2 people[0].nmae: one of id, name, unit, post, contact | nmae',
      '2 people[0].name: a text of 1 to 200 characters in one line | nothing',
    ]);
    expect(errors('people:\n  - { id: li, name: "\u200b" }\n')).toEqual([
      '2 people[0].name: a text of 1 to 200 characters in one line | \u200b',
    ]);
    expect(errors('people:\n  - id: Li/../x\n    name: [李, 明]\n')).toEqual([
      '2 people[0].id: an id of 1 to 40 of a-z 0-9 - | Li/../x',
      '3 people[0].name: a text of 1 to 200 characters in one line | no text',
    ]);
    expect(errors('poeple: []\n')).toEqual([
      '1 poeple: one of organs, people, appointments, leaves, delegations | poeple',
    ]);
    expect(errors('people: { li: 李明 }\n')).toEqual(['1 people: a list | fields']);
    expect(errors('people:\n  - li\n')[0]).toBe('2 people[0]: fields | li');
    expect(errors('- li\n')).toEqual(['1 : fields | a list']);
    expect(
      errors('people:\n  - { id: li, name: 李, constructor: x, __proto__: y }\n'),
    ).toHaveLength(2);
    expect(errors(FILE.replace('Asia/Shanghai', 'Asia/Nanning'))).toEqual([
      '8 organs[1].zone: an IANA time zone such as Asia/Shanghai | Asia/Nanning',
    ]);
    expect(
      errors('organs:\n  - { id: a, name: { en: A, zh: 甲 }, tier: county, zone: UTC }\n'),
    ).toEqual(['2 organs[0].region: a region here or at an organ above | none']);
  });

  it('that is no YAML is refused by line', () => {
    expect(errors('organs:\n  - { id: gx\npeople: []\n')[0]).toMatch(/^\d .*well-formed YAML/);
    expect(errors('people:\n  - { id: li, id: wang, name: x }\n')[0]).toMatch(/^2 .*unique/);
    expect(errors('people:\n  - &a { id: li, name: x }\n  - *a\n')[0]).toBe(
      '3 : each entry written out | *a',
    );
  });

  it('may not reach back into an appointment that stands', () => {
    const world = new World();
    world.apply(FILE);
    expect(errors(FILE.replace('clearance: L3', 'clearance: L4'), world)[0]).toMatch(
      /^14 appointments\[0\]\.clearance: L3/,
    );
    expect(errors(FILE.replace('to: 2021-12-31', 'to: 2022-12-31'), world)[0]).toMatch(
      /^15 appointments\[1\]\.to: an end before 2022-01-01/,
    );
    expect(errors(FILE.replace(', to: 2021-12-31', ''), world)[0]).toMatch(
      /^15 appointments\[1\]: .* no end$/,
    );
    expect(errors(FILE.replace('to: 2021-12-31', 'to: 2021-02-28'))[0]).toBe(
      '15 appointments[1].to: a day from 2021-03-01 on | 2021-02-28',
    );
  });

  it('may not name a person anew who was erased', () => {
    const world = new World();
    world.apply(FILE);
    world.record({ stream: 'person-li', type: 'KeyDestroyed', data: {} });
    expect(errors(FILE, world)).toEqual([
      '11 people[0].id: a person who was not erased | li, who was',
    ]);
  });
});
