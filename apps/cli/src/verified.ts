import { directoryOf, placeOf } from './connection.js';
import { Failure } from './failure.js';
import { followed } from './progress.js';
import { type Reaching, withConnection } from './reaching.js';

interface Found {
  readonly ok?: boolean;
}

/** What the server finds; where none can open the log, since it is damaged, what stands there, place by place. */
export async function verified(options: Reaching): Promise<Found> {
  try {
    return await withConnection(options, async (connection) => {
      const lines = await connection.send('POST', '/admin/verify');
      return (await followed(lines, { title: 'verify', quiet: options.json })) as Found; // our own server's answer
    });
  } catch (error) {
    if (error instanceof Failure && error.message.startsWith('log-damaged: ')) {
      const found = await closed(options);
      // Its pin, or how long it is, can be wrong where every event is right.
      if (found.problems.length > 0) return found;
    }
    throw error;
  }
}

async function closed(options: Reaching) {
  const { verifyClosed } = await import('../../api/src/index.js');
  const { store } = placeOf(options);
  const found = await verifyClosed(directoryOf(options), { store });
  const { events, firstBad, problems } = found;
  return {
    ok: false,
    opened: false,
    events,
    firstBad: firstBad === undefined ? null : Number(firstBad),
    problems: problems.map((one) => ({ ...one, position: Number(one.position) })),
  };
}
