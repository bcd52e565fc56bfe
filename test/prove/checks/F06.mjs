import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { copiedBuild, SQLITE_LOG } from '../kit/build.mjs';
import { installed } from '../kit/installation.mjs';
import { randomOf } from '../kit/random.mjs';

const PAGE_BYTES = 8192;
const DRIVER = fileURLToPath(new URL('../flips-driver.mjs', import.meta.url));

/** One bit flips in a directory at rest; then it is served, read as a whole through the API, and verified. */
export default {
  id: 'F06',
  title: 'bit flips at rest',
  mutants: ['leaves-unchecked', 'indexes-unchecked'],
  async run({ quick, mutant, seed, place }) {
    const build = builds(place, MUTANTS[mutant] ?? []);
    const template = join(place, 'data');
    const { tokens, events } = await filled(copiedBuild(place), template, quick ? 6 : 30);
    const flips = flipsOf({ template, events, seed, count: quick ? 20 : 500 });
    const { outcomes, paths } = await served({ build, template, tokens, flips });
    const found = flips.map((flip, index) => judged(flip, outcomes[index]));
    const count = (name) => found.filter((one) => one[name]).length;
    const [silentlyWrong, unnamed, missed] = ['wrong', 'unnamed', 'missed'].map(count);
    for (const [index, one] of found.entries())
      if (one.wrong || one.unnamed || one.missed)
        console.log(JSON.stringify({ ...flips[index], ...outcomes[index] }));
    return {
      holds: silentlyWrong + unnamed + missed === 0,
      short: outcomes.length < flips.length || count('live') === 0,
      figures: {
        ...{ flips: flips.length, silentlyWrong, answersEach: paths },
        ...{
          refused: count('refused'),
          namedByVerify: count('verify'),
          harmless: count('harmless'),
        },
        ...{ inLiveEvents: count('live'), positionsMissed: missed, unnamed },
      },
    };
  },
};

/** `wrong`: an answer 200 that differs; `missed`: a flip in an event whose position nobody named. */
function judged({ position }, { refused, message, untouched, wrong, verified, ...outcome }) {
  if (refused) {
    const named = outcome.position === `${position}` || message.includes(`position ${position}`);
    const known = !/^(Error|TypeError|RangeError)$/.test(refused);
    return {
      refused: true,
      live: position,
      unnamed: !known || !untouched,
      missed: position && !named,
    };
  }
  const { ok, positions = [], attachments } = verified;
  return {
    wrong: wrong.length > 0,
    verify: !ok,
    harmless: ok && outcome.failed === 0 && wrong.length === 0,
    live: position,
    missed: position !== undefined && !positions.includes(position),
    unnamed: false,
    attachments,
  };
}

/** As it is built, and so that every log counts as one too large to be read before it is served. */
function builds(place, changes) {
  const build = copiedBuild(place, changes);
  const large = copiedBuild(place, [...changes, ...LARGE]);
  renameSync(large.directory, `${build.directory}-large`);
  return build;
}

/** Clues with files, written through the engine; what to read, and where each event's bytes lie. */
async function filled(build, template, clues) {
  const tokens = await installed(build, template, ['an', 'gao', 'mao']);
  const { openInstallation } = await build.load('apps/api');
  const { caller, startServer } = await import('../kit/server.mjs');
  const server = await startServer({ build, directory: template });
  const { call, close } = caller({ url: server.url });
  const asked = [];
  const ids = [];
  for (let number = 0; number < clues; number++) {
    const subjects = [{ personId: 'li', managingOrganId: 'nayong' }];
    const body = { source: 'audit', subjects, summary: `matter ${number}` };
    const { id } = (await call('POST', '/api/clues', { token: tokens.an, body })).body;
    ids.push(id);
    for (let version = 1; version < 12; version++)
      await call('POST', `/api/clues/${id}/prioritise`, {
        ...{ token: tokens.gao, version },
        body: { priority: 'high', reason: `reason ${version} of ${number}` },
      });
    if (number % 3 > 0) continue;
    const sha256 = await attached(server.url, { token: tokens.an, id, version: 12 });
    asked.push(['gao', `/api/clues/${id}/attachments/${sha256}`]);
  }
  close();
  await server.stop();
  const installation = await openInstallation({
    ...{ directory: template, keyFile: `${template}.key`, create: false, demo: 'any' },
  });
  const all = await installation.store.readAll();
  await installation.close();
  const now = all.at(-1).event.recordedAt;
  const axes = `asOf=${now.slice(0, 23)}Z&knownAt=${now}`;
  const paths = ids.flatMap((id) =>
    ['', '/history', '/deadlines'].map((part) => ['gao', `/api/clues/${id}${part}?${axes}`]),
  );
  writeFileSync(
    `${template}.json`,
    JSON.stringify({ paths: [['gao', '/api/clues'], ...paths], asked }),
  );
  const events = all.map(({ position, bytes }) => ({ position: Number(position), bytes }));
  return { tokens, events };
}

async function attached(url, { token, id, version }) {
  const bytes = createHash('sha256').update(id).digest();
  const headers = { authorization: `Bearer ${token}` };
  const put = await fetch(`${url}/api/clues/${id}/attachments`, {
    ...{ method: 'PUT', body: Buffer.alloc(3000, bytes) },
    headers: { ...headers, 'content-type': 'application/octet-stream' },
  });
  const { sha256 } = await put.json();
  const named = await fetch(`${url}/api/clues/${id}/attachFiles`, {
    ...{ method: 'POST', body: JSON.stringify({ attachments: [{ sha256, name: 'letter' }] }) },
    headers: { ...headers, 'content-type': 'application/json', 'if-match': `"${version}"` },
  });
  if (!named.ok) throw new Error(`attachFiles: ${named.status} ${await named.text()}`);
  return sha256;
}

/** Seven of ten in the log, one of them in its index of ids, the others in keys, pin and files; on a small log or a large one. */
function flipsOf({ template, events, seed, count }) {
  const random = randomOf(seed);
  const below = (end) => Math.floor(random() * end);
  const files = JSON.parse(readFileSync(`${template}.json`, 'utf8')).asked;
  const log = readFileSync(join(template, 'events.db'));
  const attachment = () => `attachments/${files[below(files.length)][1].split('/').at(-1)}`;
  const fileOf = (turn) => {
    if (turn < 7) return 'events.db';
    if (turn === 7) return 'keys.db';
    return turn === 8 && random() < 0.5 ? 'pin.json' : attachment();
  };
  const within = placesOf(events, log);
  return Array.from({ length: count }, (_, number) => {
    if (number % 10 === 6) return indexFlip(log, events[below(events.length)]);
    const file = fileOf(number % 10);
    const at = below(statSync(join(template, file)).size);
    const position = file === 'events.db' ? within(at) : undefined;
    return { file, at, mask: 1 << below(8), large: random() < 0.5, ...(position && { position }) };
  });
}

/** The position of the event whose bytes lie at some place of the file, if any. */
function placesOf(events, log) {
  // Bytes that stand twice are an event and a copy that no page names any more: which is which is not told here.
  const places = events
    .map(({ position, bytes }) => ({ position, bytes, from: log.indexOf(bytes) }))
    .filter(({ from, bytes }) => from >= 0 && log.indexOf(bytes, from + 1) < 0);
  return (at) => places.find(({ from, bytes }) => at >= from && at < from + bytes.length)?.position;
}

/** The first byte of an id where it stands a second time: not on a leaf of the table, whose pages begin with 13. */
function indexFlip(log, { position, bytes }) {
  const { eventId } = JSON.parse(Buffer.from(bytes).toString('utf8'));
  const id = Buffer.from(eventId.replaceAll('-', ''), 'hex');
  for (let at = log.indexOf(id); at >= 0; at = log.indexOf(id, at + 1))
    if ([2, 10].includes(log[at - (at % PAGE_BYTES)]) && isLive(log, at))
      return { file: 'events.db', at, mask: 0x80, large: true, position };
  throw new Error(`index of ids: expected event ${eventId}, found none`);
}

/** Pages keep what moved to others: SQLite itself finds a fault only where the bytes still count. */
function isLive(log, at) {
  const spoilt = Buffer.from(log);
  spoilt[at] ^= 0x80;
  const folder = mkdtempSync(join(tmpdir(), 'cluetrail-f06-'));
  writeFileSync(join(folder, 'events.db'), spoilt);
  const db = new DatabaseSync(join(folder, 'events.db'), { readOnly: true });
  const found = db.prepare('pragma integrity_check').get();
  db.close();
  rmSync(folder, { recursive: true });
  return found.integrity_check !== 'ok';
}

async function served({ build, template, tokens, flips }) {
  const child = spawn(
    process.execPath,
    ['--no-warnings', DRIVER, build.directory, template, JSON.stringify(tokens)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  child.stdin.end(flips.map((flip) => `${JSON.stringify(flip)}\n`).join(''));
  const lines = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(JSON.parse(line));
  const [first, ...outcomes] = lines;
  return { paths: first?.paths, outcomes };
}

const LARGE = [
  {
    ...{ file: `${SQLITE_LOG}/inspection.js`, from: 'CHECKED_BYTES = 256 * 1024 * 1024' },
    to: 'CHECKED_BYTES = 0',
  },
  { file: `${SQLITE_LOG}/open-sqlite-log.js`, from: 'tail = 20_000', to: 'tail = 20' },
];

const MUTANTS = {
  'leaves-unchecked': [
    {
      ...{ file: `${SQLITE_LOG}/row.js`, from: 'if (Buffer.compare(found, row.leaf) === 0)' },
      to: 'if (found)',
    },
  ],
  'indexes-unchecked': [
    {
      ...{ file: `${SQLITE_LOG}/verification.js`, from: 'byId !== position' },
      to: 'false',
    },
  ],
};
