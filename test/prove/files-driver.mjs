// A server with one clue for each of four writers; its parent uploads files, names them in commands, and kills it at
// any moment. Usage: files-driver.mjs DATA [MUTANT]. Prints `ready {url, token, reader, clues, named, missing, damaged}`:
// what the events of the last run name, and what of it is not there.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { ORGANISATION } from './matters-script.mjs';

const [directory, mutant] = process.argv.slice(2);
const dist = (path) => import(new URL(`../../dist/${path}/src/index.js`, import.meta.url));
const { applyOrganisation, serve, tokenFor } = await dist('apps/api');

const server = await serve({ directory, create: true, demo: true, port: 0 });
const { installation } = server;
const { engine, files, store } = installation;
await applyOrganisation(installation, ORGANISATION, { dryRun: false });
if (mutant === 'event-before-file') answerTooSoon();

const { token } = await tokenFor(installation, { personId: 'an', label: 'prove' });
const reader = (await tokenFor(installation, { personId: 'gao', label: 'prove' })).token;
const clues = [];
for (let number = 0; number < 4; number++) clues.push(await clueOf(number));
const found = await checked();
process.stdout.write(
  `ready ${JSON.stringify({ url: server.url, token, reader, clues, ...found })}\n`,
);

/** The same clue after every restart: its opening is given again under its key. */
async function clueOf(number) {
  const person = await given('person', 'registerPerson', `p-${number}`, { name: `p ${number}` });
  const subjects = [{ personId: person.replace('person-', ''), managingOrganId: 'nayong' }];
  const stream = await given('clue', 'discover', `c-${number}`, {
    ...{ source: 'audit', subjects, summary: `clue ${number}` },
  });
  return stream.replace('clue-', '');
}

async function given(kind, command, key, body) {
  const answer = await engine.give({ kind, command, by: { personId: 'an', key }, body });
  if (answer.outcome !== 'done') throw new Error(`${key}: ${JSON.stringify(answer)}`);
  return answer.receipts[0].stream;
}

/** Every file that an event names, against the name it has: the hash of what is stored. */
async function checked() {
  const all = await store.readAll({ limit: 1_000_000 });
  const names = new Set(
    all.flatMap(({ event }) => (event.attachments ?? []).map((one) => one.sha256)),
  );
  const paths = [...names].map((sha256) => ({
    sha256,
    path: join(directory, 'attachments', sha256),
  }));
  const there = paths.filter(({ path }) => existsSync(path));
  const damaged = there.filter(
    ({ sha256, path }) => createHash('sha256').update(readFileSync(path)).digest('hex') !== sha256,
  );
  return { named: names.size, missing: paths.length - there.length, damaged: damaged.length };
}

/** The mutant: the upload is answered before the file is in its place, and a command takes its word for it. */
function answerTooSoon() {
  const write = files.write.bind(files);
  files.belongs = async () => true;
  files.write = async (...given) => {
    const written = await write(...given);
    const path = join(directory, 'attachments', written.sha256);
    renameSync(path, `${path}.later`);
    setTimeout(() => renameSync(`${path}.later`, path), 60);
    return written;
  };
}
