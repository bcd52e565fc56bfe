import { eventsIn } from './installation.mjs';
import { caller, NotServed, startServer } from './server.mjs';
import { compared } from './writers.mjs';

/** Serves while the writers write and `meanwhile({server, call})` goes on; answers what it answers. The server lives. */
export async function writing({ writers, width = 64, ...where }, meanwhile) {
  const server = await startServer(where);
  const { call, close } = caller({ url: server.url, width });
  const written = writers.write(call);
  try {
    return await meanwhile({ server, call });
  } finally {
    writers.stop();
    await written;
    close();
  }
}

/**
 * Gives again what was never answered, ends the server, and compares what was acknowledged with what stands;
 * `unopened` where the directory cannot be served any more.
 */
export async function settled({ build, directory, writers, reader = build }) {
  const server = await startServer({ build, directory }).catch((error) => error);
  if (server instanceof NotServed) {
    console.log(server.message);
    return { lost: 0, dup: 0, gaps: 0, surprises: 0, unopened: 1 };
  }
  if (server instanceof Error) throw server;
  const { call, close } = caller({ url: server.url });
  await writers.settle(call);
  close();
  await server.stop();
  const found = compared(writers, await eventsIn(reader, directory));
  return { ...found, surprises: writers.surprises.length, unopened: 0 };
}

/** Whether the log takes writes, as it says itself: 200 or 503. */
export async function readiness(call) {
  return (await call('GET', '/health/ready')).status;
}
