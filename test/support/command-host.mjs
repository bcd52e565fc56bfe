// Runs command lines one after another in one process: what a start costs is paid once.
import { globalAgent } from 'node:http';

const { run } = await import(new URL('../../dist/apps/cli/src/cli.js', import.meta.url));

process.on('message', async ({ words, env }) => {
  process.env = env;
  const status = await run(words);
  // As the end of a process would: no later command meets a connection to a server that has ended since.
  globalAgent.destroy();
  process.send({ status });
});
process.on('disconnect', () => process.exit());
