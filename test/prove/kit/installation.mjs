import { cpSync } from 'node:fs';
import { ORGANISATION } from '../matters-script.mjs';

/** Makes a directory with the organisation, beside its key; answers a token for each of `people`. */
export async function installed(build, directory, people = ['an', 'gao', 'bai', 'li']) {
  const { applyOrganisation, openInstallation, tokenFor } = await build.load('apps/api');
  const installation = await openInstallation({
    ...{ directory, keyFile: `${directory}.key` },
    ...{ create: true, demo: false },
  });
  await applyOrganisation(installation, ORGANISATION, { dryRun: false });
  const tokens = {};
  for (const personId of people)
    tokens[personId] = (await tokenFor(installation, { personId, label: 'prove' })).token;
  await installation.close();
  return tokens;
}

/** A directory and its key, once more. */
export function copyOf(directory, to) {
  cpSync(directory, to, { recursive: true });
  cpSync(`${directory}.key`, `${to}.key`);
  return to;
}

/** Every event of a log that nobody serves, each checked against its leaf. */
export async function eventsIn(build, directory) {
  const { openSqliteLog } = await build.load('libs/stores');
  const clock = { nowMicros: () => Date.now() * 1000 };
  const log = await openSqliteLog({ directory, clock, create: false, tail: Infinity });
  try {
    return (await log.readAll()).map(({ event }) => event);
  } finally {
    await log.close();
  }
}

/** A hash for every read model of a directory that nobody serves. */
export async function readModelsOf(build, directory) {
  const { openInstallation } = await build.load('apps/api');
  const installation = await openInstallation({
    ...{ directory, keyFile: `${directory}.key` },
    ...{ create: false, demo: 'any' },
  });
  const sums = await installation.database.checksum();
  await installation.close();
  return sums;
}
