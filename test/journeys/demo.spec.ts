import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Event, kindOf } from '@cluetrail/event-sourcing';
import { clue, DEMO_PERSONS, demoScript, PHASES } from '@cluetrail/clues';
import { stateOf } from '@cluetrail/workflow';
import {
  DemoClock,
  fillDemo,
  openInstallation,
  serve,
  type Server,
  tokenFor,
} from '../../apps/api/src/index.js';
import { patience, storeFor } from '../support/store.js';

/** Wednesday, 10 November 2021, 17:00 in Shanghai. */
const UNTIL = Date.parse('2021-11-10T09:00:00.000Z');
const DAY = 86_400_000;

describe('the demo', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-demo-'));
  const directory = join(root, 'data');
  const log: Event[] = [];
  let server: Server;

  beforeAll(async () => {
    const clock = new DemoClock();
    clock.set(UNTIL - 331 * DAY);
    server = await serve({
      directory,
      store: storeFor(directory),
      create: true,
      demo: true,
      clock,
      port: 0,
    });
    await fillDemo(server.installation, clock, { until: UNTIL });
    for (const { event } of await server.installation.store.readAll()) log.push(event);
  }, patience(300_000));
  afterAll(async () => {
    await server.close();
    rmSync(root, { recursive: true, force: true });
  });

  const asked = async (
    path: string,
  ): Promise<{ items: Record<string, unknown>[] } & Record<string, unknown>> => {
    const { token } = await tokenFor(server.installation, {
      personId: DEMO_PERSONS.supervisor,
      label: 'test',
    });
    const answer = await fetch(`${server.url}${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return JSON.parse(await answer.text());
  };

  it('has about 300 clues, in every state and phase', () => {
    const streams = Map.groupBy(
      log.filter(({ stream }) => kindOf(stream) === 'clue'),
      ({ stream }) => stream,
    );
    const states = new Set([...streams.values()].map((events) => stateOf(clue, events).state));
    expect(streams.size).toBeGreaterThan(280);
    expect([...states].sort()).toEqual(Object.keys(clue.states).sort());
    expect(new Set([...states].map((state) => clue.states[state].phase))).toEqual(new Set(PHASES));
  });

  it('has overdue verifications, and some that are due within five working days', async () => {
    expect((await asked('/api/overdue?obligation=verify')).items.length).toBeGreaterThan(5);
    const soon = (await asked('/api/due-soon?obligation=verify')).items;
    expect(soon.length).toBeGreaterThan(2);
    for (const { dueOn } of soon)
      expect(String(dueOn) >= '2021-11-10' && String(dueOn) <= '2021-11-17').toBe(true);
  });

  it('has late records, one correction, extensions, suspensions and cases that the process opened', () => {
    const count = (type: string) => log.filter((event) => event.type === type).length;
    const late = log.filter(
      ({ happenedAt, recordedAt }) => Date.parse(recordedAt) - Date.parse(happenedAt.at) > 2 * DAY,
    );
    expect(late.length).toBeGreaterThan(10);
    expect(count('FactCorrected')).toBe(1);
    for (const type of [
      'ExtensionGranted',
      'ExtensionRefused',
      'ClockSuspended',
      'TransferRefused',
      'ClueClosed',
    ])
      expect({ type, some: count(type) > 0 }).toEqual({ type, some: true });
    const filed = log.filter(({ type }) => type === 'CaseFiled');
    expect(filed.length).toBeGreaterThan(10);
    expect(new Set(filed.map(({ actor }) => actor.personId))).toEqual(
      new Set(['system:investigation']),
    );
  });

  it('is the same for the same day and seed', () => {
    expect(demoScript({ until: UNTIL })).toEqual(demoScript({ until: UNTIL }));
    expect(demoScript({ until: UNTIL })).not.toEqual(demoScript({ until: UNTIL, seed: 1 }));
  });

  it('is a demo for ever: it never opens as production', async () => {
    await server.close();
    await expect(openInstallation({ directory, create: false })).rejects.toMatchObject({
      code: 'demo-log',
    });
    server = await serve({ directory, create: false, demo: true, port: 0 });
  });
});
