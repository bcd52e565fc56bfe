import { ScriptedLog } from './scripted-log.js';

/** A few hundred appends over clues, cases and calendars, the same at every call. */
export async function longHistory(appends = 600): Promise<ScriptedLog> {
  const log = new ScriptedLog();
  let seed = 1;
  const next = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const states = ['discovered', 'transferred', 'verified'];
  for (let count = 0; count < appends; count += 1) {
    const at = new Date(Date.parse('2021-10-01T00:00:00.000Z') + next(3_000_000_000)).toISOString();
    if (count % 50 === 0)
      await log.append('calendar-cn', { type: 'Revised', at, data: { days: next(9) } });
    else if (count % 17 === 0) await log.append(`case-${next(5)}`, { type: 'CaseMoved', at });
    else
      await log.append(
        `clue-${next(40)}`,
        { type: 'Moved', at, to: states[next(3)], data: { case: `case-${next(5)}` } },
        { type: 'OfficersAssigned', at, data: { officers: ['li', 'wang', 'sun'].slice(next(3)) } },
      );
  }
  return log;
}
