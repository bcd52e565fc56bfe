import { applyOrganisation } from '../../apps/api/src/index.js';
import { carriedOut } from '../support/carried-out.js';
import { THREE_VERSIONS } from '../support/first-version.js';
import {
  openOffice,
  type OpenOffice,
  type TestAnswer,
  type TestOffice,
} from '../support/organisation.js';

/** Beside those of all tests: 武鸣, a second county below 南宁, those who adjudicate at 南宁, an officer who is a leader too. */
const MORE = `organs:
  - { id: wm, name: { en: Wuming, zh: 武鸣 }, tier: county, parent: nn }
people:
  - { id: zhao, name: 赵某某 }
  - { id: qian, name: 钱某某 }
  - { id: admin-wm, name: admin of wm }
  - { id: shi-nn, name: 石某某 }
  - { id: tan-nn, name: 谭某某 }
appointments:
  - { person: officer-3-nn, organ: nn, role: leader, clearance: L4, from: 2020-01-01 }
  - { person: admin-wm, organ: wm, role: clue-admin, clearance: L3, from: 2020-01-01 }
  - { person: shi-nn, organ: nn, role: adjudicator, clearance: L3, from: 2020-01-01 }
  - { person: tan-nn, organ: nn, role: adjudicator, clearance: L3, from: 2020-01-01 }
`;

/** `['2021-09-06', 'admin-nn', 'checkDuplicates']`: on that day at nine, or some time after the step before. */
export type Told = readonly [day: string, as: string, command: string, body?: object];

export interface HttpClock {
  readonly key: string;
  readonly code: string;
  readonly state: string;
  readonly dueOn: string | null;
  readonly daysLate: number | null;
  readonly overdue: boolean;
}

/** A server over a SQLite directory of its own: every command goes over HTTP, and every answer comes from there. */
export class HttpJourney {
  private day = '';

  private constructor(readonly office: TestOffice) {}

  static async begin(open: OpenOffice = {}): Promise<HttpJourney> {
    return new HttpJourney(
      await openOffice({ shipped: THREE_VERSIONS, organisation: MORE, ...open }),
    );
  }

  /** More people of an organ, each in an office; those who are registered already get one more. */
  async employed(organ: string, roles: { readonly [person: string]: string }): Promise<void> {
    const people = Object.keys(roles).map((id) => `  - { id: ${id}, name: ${id} }`);
    const appointments = Object.entries(roles).map(
      ([person, role]) =>
        `  - { person: ${person}, organ: ${organ}, role: ${role}, clearance: L3, from: 2020-01-01 }`,
    );
    const organisation = ['people:', ...people, 'appointments:', ...appointments].join('\n');
    await applyOrganisation(this.office.installation, organisation, { dryRun: false });
  }

  /** From one day to another, that one included. */
  async onLeave(
    [from, to]: readonly [string, string],
    ...people: readonly string[]
  ): Promise<void> {
    const each = people.map((one) => `  - { person: ${one}, from: ${from}, to: ${to} }`);
    const organisation = ['leaves:', ...each].join('\n');
    await applyOrganisation(this.office.installation, organisation, { dryRun: false });
  }

  /** An organ of the tests says under which procedures it opens matters. */
  async uses(organ: string, procedures: readonly string[]): Promise<void> {
    const { name, tier, zone, region } =
      this.office.installation.references.directory.organ(organ) ?? {};
    const said = { id: organ, name, tier, zone, region, procedures };
    const organisation = JSON.stringify({ organs: [said] });
    await applyOrganisation(this.office.installation, organisation, { dryRun: false });
  }

  /** Answers the id of what it opens: `opened('2021-09-01', 'intake-nn', 'reports', {…})`. */
  async opened(...[day, as, path, body]: Told): Promise<string> {
    this.at(day);
    const answer = await this.office.ask('POST', `/api/${path}`, { as, body });
    if (answer.status !== 201) throw new Error(`${path} by ${as}: ${answer.text}`);
    await carriedOut(this.office.installation);
    return answer.body.id;
  }

  /** Commands on `clues/ID`, `cases/ID` or `reports/ID`, each of which has to be done. */
  async done(path: string, ...steps: readonly Told[]): Promise<void> {
    for (const [day, as, command, body] of steps) {
      const answer = await this.given(path, [day, as, command, body]);
      if (answer.status !== 200) throw new Error(`${command} by ${as}: ${answer.text}`);
    }
  }

  /** One that has to be refused: the status, and the code of the problem. */
  async refused(path: string, told: Told): Promise<string> {
    const { status, body } = await this.given(path, told);
    return `${status} ${body.code}`;
  }

  async given(path: string, [day, as, command, body = {}]: Told): Promise<TestAnswer> {
    this.at(day);
    const { ask, installation } = this.office;
    const stream = path.replace('s/', '-');
    const { version } = await installation.engine.streams.load(stream);
    const headers = { 'if-match': `"${version}"` };
    const answer = await ask('POST', `/api/${path}/${command}`, { as, headers, body });
    await carriedOut(installation);
    return answer;
  }

  /** What a person reads; it has to be there. */
  async read(as: string, path: string): Promise<TestAnswer['body']> {
    const answer = await this.office.ask('GET', `/api/${path}`, { as });
    if (answer.status !== 200) throw new Error(`${path} for ${as}: ${answer.text}`);
    return answer.body;
  }

  /** A clue at the end of a day as those above read it, or as it stands. */
  clue(id: string, asOf?: string): Promise<TestAnswer['body']> {
    return this.read('leader-gx', `clues/${id}${asOf === undefined ? '' : `?asOf=${asOf}`}`);
  }

  /** Its clocks at the end of a day. */
  async clocks(id: string, asOf: string): Promise<readonly HttpClock[]> {
    const { items } = await this.read('leader-gx', `clues/${id}/deadlines?asOf=${asOf}`);
    return items.map(({ key, code, state, dueOn, daysLate, overdue }: HttpClock) => ({
      ...{ key, code, state, dueOn, daysLate, overdue },
    }));
  }

  /** What is owed at the end of a day, and until when. */
  async open(id: string, asOf: string): Promise<object> {
    const open = (await this.clocks(id, asOf)).filter(({ state }) => state === 'open');
    return Object.fromEntries(open.map(({ key, dueOn }) => [key, dueOn]));
  }

  end(): Promise<void> {
    return this.office.dispose();
  }

  private at(day: string): void {
    if (day !== this.day) this.office.clock.set(`${day}T09:00:00+08:00`);
    this.day = day;
  }
}
