import { join } from 'node:path';
import { seedClues } from './clue-log.mjs';
import { door } from './house.mjs';
import { establish } from './organisation.mjs';

const { openInstallation, serve } = await door('apps/api');
const { shippedProcedures } = await door('libs/clues');

/** The short way of the first version: what is measured stays comparable from year to year. */
const shipped = shippedProcedures().filter(({ version }) => version === 1);

/** A data directory with an organisation and clues, opened as the server opens it; the read side is at the head. */
export async function seededInstallation({ place, size }) {
  const directory = join(place.fresh(), 'data');
  const installation = await openInstallation({ directory, create: true, demo: true, shipped });
  await seed(installation, size.clues);
  return { directory, installation };
}

/** The same behind HTTP on a free port of the loopback. `tokens` by person. */
export async function seededServer({ root, clues }) {
  const directory = join(root, 'data');
  const server = await serve({ directory, create: true, demo: true, port: 0, shipped });
  const tokens = await seed(server.installation, clues);
  return { directory, server, tokens };
}

async function seed(installation, clues) {
  const tokens = await establish(installation);
  await seedClues(installation, clues);
  await installation.runner.catchUp();
  return tokens;
}
