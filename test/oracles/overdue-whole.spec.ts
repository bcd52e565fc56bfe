import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event } from '@cluetrail/event-sourcing';
import { DemoClock, serve, type Server, tokenFor } from '../../apps/api/src/index.js';
import { WHOLE_VERSION } from '../support/first-version.js';
import { often } from '../support/often.js';
import { answered, equalAt, instants, lines } from './asked.js';
import { type Axes, bruteForce } from './brute-force-overdue.js';
import { LAWS, type Law, type Rule } from './laws.js';
import { wholeStory } from './whole-story.js';

const UNTIL = Date.parse('2022-05-31T09:00:00.000Z');
const DAY = 86_400_000;

/** Random (T, K). */
const POINTS = often(1000, 200);

/** What moves a clock, in all its ways. */
const MOVING = [
  ...['ExtensionGranted', 'ClockSuspended', 'ClockResumed', 'FactCorrected', 'ClueSplitOff'],
  ...['ClueMergedIn', 'TransferRefused', 'DisposalReturned', 'ReturnedForSupplement'],
  ...['ClueReopened', 'JurisdictionDesignated', 'ReporterInformed'],
];

describe('clocks of the whole procedure and of the European one, at T as known at K', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-oracle-'));
  const log: Event[] = [];
  let server: Server;
  let range = { until: 0, days: 0 };
  let asked = { url: '', token: '' };

  beforeAll(async () => {
    const clock = new DemoClock();
    clock.set(UNTIL - 700 * DAY);
    const directory = join(root, 'data');
    server = await serve({
      ...{ directory, create: true, demo: true, clock, port: 0 },
      shipped: WHOLE_VERSION,
    });
    const { installation } = server;
    const end = await wholeStory(installation, clock, {
      ...{ until: UNTIL, days: 240, seed: 10, clues: 62, steps: 900 },
      has: MOVING,
    });
    range = { until: end + 40 * DAY, days: Math.ceil((end - UNTIL) / DAY) + 560 };
    const person = { personId: 'demo-supervisor', label: 'test' };
    const { token } = await tokenFor(installation, person);
    asked = { url: server.url ?? '', token };
    for (const { event } of await installation.store.readAll()) log.push(event);
  }, 300_000);
  afterAll(async () => {
    await server.close();
    rmSync(root, { recursive: true, force: true });
  });

  const listed = (list: string, { T, K }: Axes, more = {}) =>
    answered(asked, list, { asOf: T, knownAt: K, ...more });

  it(`overdue: as counted by brute force over the exported log, for ${POINTS} random (T, K)`, async () => {
    const running = bruteForce(log);
    const count = await equalAt(
      instants(POINTS, { ...range, seed: 42 }),
      (axes) => running(axes).filter(({ due }) => due < axes.T),
      (axes) => listed('overdue', axes),
    );
    expect(count).toBeGreaterThan(5 * POINTS);
  }, 300_000);

  it(`still due: the same, each with its due, for ${POINTS / 5}`, async () => {
    const running = bruteForce(log);
    const count = await equalAt(
      instants(POINTS / 5, { ...range, seed: 43 }),
      (axes) => running(axes).filter(({ due }) => due >= axes.T),
      (axes) => listed('due-soon', axes, { within: '999d' }),
    );
    expect(count).toBeGreaterThan(POINTS);
  }, 120_000);

  it('the story has what moves a clock, in all its ways', () => {
    const types = new Set(log.map(({ type }) => type));
    expect(MOVING.filter((type) => !types.has(type))).toEqual([]);
  });

  it('a law without one of its rules, or with one of another length, is found out', () => {
    const points = instants(150, { ...range, seed: 44 });
    const right = bruteForce(log);
    const answers = points.map((axes) => lines(right(axes)).join());
    const missed = mutants().filter(([, laws]) => {
      const wrong = bruteForce(log, laws);
      return points.every((axes, index) => lines(wrong(axes)).join() === answers[index]);
    });
    expect(missed.map(([name]) => name)).toEqual([]);
  }, 120_000);
});

/** Of both laws: each rule left out, and each of another length. */
function mutants(): readonly (readonly [name: string, laws: typeof LAWS])[] {
  return ['cn-2019-example@2', 'eu-2019-1937-example@2'].flatMap((name) => {
    const { rules } = LAWS[name];
    const changed = (rule: Rule, ...instead: readonly Rule[]): typeof LAWS => {
      const law: Law = {
        ...LAWS[name],
        rules: rules.flatMap((one) => (one === rule ? instead : [one])),
      };
      return { ...LAWS, [name]: law };
    };
    return rules.flatMap((rule) => [
      [`${name} without ${rule.code}`, changed(rule)] as const,
      [
        `${name}: ${rule.code} of another length`,
        changed(rule, { ...rule, length: '99d' }),
      ] as const,
    ]);
  });
}
