import { PROCESSES, WORKFLOWS } from '@cluetrail/clues';
import { type Edge, stateOf, type Workflow } from '@cluetrail/workflow';
import {
  applyOrganisation,
  type DemoClock,
  fillDemo,
  type Installation,
} from '../../apps/api/src/index.js';
import { carriedOut } from '../support/carried-out.js';
import {
  IDLE,
  inputOf,
  isOfUse,
  ONWARD,
  personOf,
  pick,
  Random,
  type State,
} from './whole-inputs.js';

const DAY = 86_400_000;

/** Two Dutch offices beside those of the demo, under the same root. */
const DUTCH = `organs:
  - { id: nl, parent: cn, name: { en: Netherlands, zh: 荷兰 }, tier: province, region: NL, zone: Europe/Amsterdam }
  - { id: ut, parent: nl, name: { en: Utrecht, zh: 乌得勒支 }, tier: prefecture, region: NL, zone: Europe/Amsterdam }
${['people:', ...staffed((id) => `{ id: ${id}, name: ${id} }`)].join('\n  - ')}
${[
  'appointments:',
  ...staffed(
    (id, role, organ) =>
      `{ person: ${id}, organ: ${organ}, role: ${role}, clearance: L3, from: 2020-01-01 }`,
  ),
].join('\n  - ')}
`;

const DUTCH_ORGANS = ['nl', 'ut'];
const ORGANS = ['gx', 'nn', 'hc', 'gz', 'zy', 'bj'];
/** Whom it is about: people of organs that have nothing to do with it. */
const SUBJECTS = ['xj', 'ht', 'yn', 'hh'].flatMap((organ) =>
  [1, 2, 3].map((n) => personOf('case-officer', organ, n)),
);

function staffed(line: (id: string, role: string, organ: string) => string): string[] {
  return ['nl', 'ut'].flatMap((organ) =>
    ['intake', 'leader', 'case-officer'].flatMap((role) =>
      (role === 'case-officer' ? [1, 2, 3, 4] : [1]).map((n) =>
        line(personOf(role, organ, n), role, organ),
      ),
    ),
  );
}

export interface Story {
  /** The end of the history as planned, milliseconds since 1970. */
  readonly until: number;
  readonly days: number;
  readonly seed: number;
  /** Clues of the demo that stand when it begins. */
  readonly clues: number;
  /** How often something is opened or tried on what stands. */
  readonly steps: number;
  /** Event types that have to come up: it goes on for them, at most as long again. */
  readonly has: readonly string[];
}

/**
 * The demo's history, and then for so many days whatever may be done by whoever may do it, at random: under the whole
 * procedure in China and the European one in the Netherlands. One act in six is written down days later. What is
 * refused stays undone. Answers when it ends.
 */
export async function wholeStory(
  installation: Installation,
  clock: DemoClock,
  { until, days, seed, clues, steps, has }: Story,
): Promise<number> {
  const begin = until - days * DAY;
  await fillDemo(installation, clock, { until: begin, seed, clues });
  await applyOrganisation(installation, DUTCH, { dryRun: false });
  const random = new Random(seed);
  const story = new Telling(installation, random);
  await story.follow();
  let now = begin;
  for (let step = 0; step < steps || (step < 2 * steps && !story.has(has)); step++) {
    now = begin + ((step + random.next()) * days * DAY) / steps;
    clock.set(now);
    if (random.next() < 0.08) await story.open();
    else await story.goOn();
  }
  await carriedOut(installation);
  return now;
}

class Telling {
  private readonly streams: string[] = [];
  private readonly reports: { readonly organ: string; readonly id: string }[] = [];
  private readonly types = new Set<string>();
  private given = 0;
  private read = 0n;

  constructor(
    private readonly installation: Installation,
    private readonly random: Random,
  ) {}

  has(types: readonly string[]): boolean {
    return types.every((type) => this.types.has(type));
  }

  /** A report, or a clue with the reports that lie there. */
  async open(): Promise<void> {
    const { random } = this;
    const isDutch = random.next() < 0.6;
    const organ = pick(random, isDutch ? DUTCH_ORGANS : ORGANS);
    const procedure = isDutch ? 'eu-2019-1937-example' : 'cn-2019-example';
    if (random.next() < 0.45) return this.receive(organ, procedure);
    const managing = isDutch ? {} : { managingOrganId: organ };
    const subjects = SUBJECTS.filter(() => random.next() < 0.2);
    const reportIds = this.reports.filter((one) => one.organ === organ && random.next() < 0.4);
    await this.give(`intake-${organ}`, 'discover', {
      kind: 'clue',
      body: {
        ...{ procedure, source: 'report', summary: 'text' },
        subjects: (subjects.length > 0 ? subjects : SUBJECTS.slice(0, 1)).map((personId) => ({
          ...{ personId, ...managing },
        })),
        reportIds: reportIds.map(({ id }) => id),
      },
    });
  }

  /** What anybody may do with something that stands. */
  async goOn(): Promise<void> {
    const { random } = this;
    const { engine, references } = this.installation;
    const stream = pick(random, this.streams);
    if (stream === undefined) return;
    const [kind] = stream.split('-') as ['clue' | 'case' | 'report'];
    const { events } = await engine.streams.load(stream);
    const workflow = WORKFLOWS[kind] as unknown as Workflow<State>; // the state of either
    const state = stateOf(workflow, events);
    const procedure = references.procedure(state.procedure.name, state.procedure.version);
    const edges = Object.entries(procedure?.workflows[kind] ?? {}).filter(
      ([command, { from, by }]) =>
        from.includes(state.state) &&
        !by.includes('system') &&
        !IDLE.has(command) &&
        (isOfUse(command, state) || random.next() < 0.03),
    );
    const onward = edges.filter(([command]) => ONWARD.has(command));
    for (let tries = 0; tries < 8 && edges.length > 0; tries++) {
      const isOnward = onward.length > 0 && random.next() < 0.9;
      const [command, edge] = pick(random, isOnward ? onward : edges);
      const nowMillis = this.installation.clock.nowMicros() / 1000;
      const around = {
        random,
        state,
        events,
        nowMillis,
        others: this.streams,
        reports: this.reports,
      };
      const body = { ...inputOf(command, around), ...this.late() };
      if (await this.give(this.whoFor(edge, state), command, { kind, stream, body })) break;
    }
  }

  private whoFor({ by, at }: Edge, { organ, receiver, officers = [], panel = [] }: State): string {
    const { random } = this;
    const role = pick(random, by);
    const known = { 'case-officer': officers, adjudicator: panel }[role] ?? [];
    if (known.length > 0 && random.next() < 0.9) return pick(random, known);
    const above = this.above(organ);
    const places: { readonly [where: string]: readonly string[] } = {
      ...{ receiver: [receiver ?? organ], above, 'common-superior': above },
      'responsible-or-above': [organ, organ, ...above],
    };
    const [place] = [pick(random, places[at] ?? [organ]), organ].filter(Boolean);
    return personOf(role, place, 1 + Math.floor(random.next() * 2));
  }

  /** The organs above, the nearest first. */
  private above(organ: string): readonly string[] {
    const parent = this.installation.references.directory.organ(organ)?.parent;
    return parent === undefined ? [] : [parent, ...this.above(parent)];
  }

  private async receive(organ: string, procedure: string): Promise<void> {
    const { random } = this;
    // Under the Dutch procedure nothing is owed about these: of the Chinese ones some must come up.
    const higher = random.next() < (procedure.startsWith('cn-') ? 0.3 : 0.1);
    const realName = random.next() < 0.75;
    const stream = await this.give(`intake-${organ}`, 'receiveReport', {
      kind: 'report',
      body: {
        ...{ procedure, channel: 'letter', realName, higher },
        ...(realName && { reporterId: pick(random, SUBJECTS) }),
        ...(!higher && { text: 'text' }),
      },
    });
    if (stream && !higher) this.reports.push({ organ, id: stream.slice('report-'.length) });
  }

  /** Some write down what they did days ago; some of these no longer know the hour. */
  private late(): object {
    const { random, installation } = this;
    if (random.next() > 0.17) return {};
    const at = installation.clock.nowMicros() / 1000 - random.next() * 6 * DAY;
    const text = new Date(at).toISOString();
    return { happenedAt: random.next() < 0.3 ? text.slice(0, 10) : text };
  }

  private async give(
    personId: string,
    command: string,
    { kind, stream, body }: { kind: string; stream?: string; body: object },
  ): Promise<string | undefined> {
    const { engine } = this.installation;
    const expectedVersion = stream && (await engine.streams.load(stream)).version;
    const answer = await engine.give({
      ...{ kind, command, body },
      ...(stream && { stream, expectedVersion: Number(expectedVersion) }),
      by: { personId, key: `story-${(this.given += 1)}` },
    });
    if (answer.outcome !== 'done') return undefined;
    const [receipt] = answer.receipts;
    const { events } = await engine.streams.load(receipt.stream);
    const { type } = events[receipt.version - 1];
    if (PROCESSES.some(({ on }) => type in on)) await carriedOut(this.installation);
    await this.follow();
    return receipt.stream;
  }

  /** What people and processes opened since is gone on with. */
  async follow(): Promise<void> {
    for (const { event, position } of await this.installation.store.readAll({ after: this.read })) {
      this.read = position;
      const { stream, version, type } = event;
      this.types.add(type);
      if (version === 1 && /^(clue|case|report)-/.test(stream)) this.streams.push(stream);
    }
  }
}
