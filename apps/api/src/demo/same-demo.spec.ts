import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kindOf } from '@cluetrail/event-sourcing';
import { openInstallation } from '../installation.js';
import { DemoClock } from './demo-clock.js';
import { fillDemo } from './fill-demo.js';

/** Friday, 17:00 in Shanghai. */
const UNTIL = Date.parse('2021-10-29T17:00:00+08:00');
/** Enough for some of them to become cases. */
const CLUES = 40;

interface Told {
  readonly type: string;
  readonly eventId: string;
  readonly at: string;
}

describe('two demos of the same day', () => {
  it('hold the same acts on clues and cases, under the same ids, recorded at the same moments', async () => {
    const first = await workOf();
    expect(await workOf()).toEqual(first);
    expect(first.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['ClueDiscovered', 'InvestigationStarted', 'CaseFiled']),
    );
  }, 300_000);
});

/** What a fresh directory holds about clues and cases, in the order of the log. */
async function workOf(): Promise<readonly Told[]> {
  const directory = mkdtempSync(join(tmpdir(), 'cluetrail-demo-'));
  const clock = new DemoClock();
  clock.set(UNTIL - 331 * 86_400_000);
  const installation = await openInstallation({ directory, create: true, demo: true, clock });
  try {
    await fillDemo(installation, clock, { until: UNTIL, clues: CLUES });
    const events = (await installation.store.readAll({ limit: 100_000 })).map(({ event }) => event);
    return (
      events
        .filter(({ stream }) => ['clue', 'case'].includes(kindOf(stream)))
        // Within one millisecond the order of a process and a person may differ.
        .map(({ type, eventId, recordedAt }) => ({ type, eventId, at: recordedAt.slice(0, 23) }))
    );
  } finally {
    await installation.close();
    rmSync(directory, { recursive: true, force: true });
    rmSync(`${directory}.key`, { force: true });
  }
}
