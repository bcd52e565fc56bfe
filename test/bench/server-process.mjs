// The product in a process of its own, as it is served; speaks with the bench over the channel of fork().
// Usage: server-process.mjs DIRECTORY CLUES
import { seededServer } from './installation.mjs';

const [root, clues] = process.argv.slice(2);
const { directory, server, tokens } = await seededServer({ root, clues: Number(clues) });
const { installation } = server;

process.on('message', async (question) => {
  if (question === 'rest') await installation.runner.catchUp();
  process.send({ rested: true });
  if (question === 'close') {
    await server.close();
    process.disconnect();
  }
});

// The bench may end without a word.
process.on('disconnect', () => process.exit());

process.send({ url: server.url, directory, tokens: [...tokens], ...(await verifying()) });

/** Clues in verification, `[id, version]`, and the draft of one step: what the commands are given on. */
async function verifying() {
  const rows = await installation.database.query
    .selectFrom('clues')
    .select(['clue', 'revision'])
    .where('state', '=', 'verifying')
    .execute();
  const steps = await Promise.all(rows.map(({ clue }) => lastStep(`clue-${clue}`)));
  return { clues: rows.map(({ clue, revision }) => [clue, revision]), step: steps.find(Boolean) };
}

async function lastStep(stream) {
  const events = (await installation.store.read(stream)).map(({ event }) => event);
  const { version: _, recordedAt: __, ...draft } = events.at(-1);
  return draft.type === 'VerificationStepRecorded' ? draft : undefined;
}
