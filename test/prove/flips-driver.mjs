// Serves one spoilt copy of a data directory after the other and reads everything through the API.
// Usage: flips-driver.mjs BUILD TEMPLATE TOKENS; a line {large, file, at, mask} on standard input for each copy, a line
// on standard output with what became of it. `large`: under the second build, BUILD-large.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [build, template, tokensJson] = process.argv.slice(2);
const tokens = JSON.parse(tokensJson);
const load = (directory) =>
  import(pathToFileURL(join(directory, 'apps/api/src/index.js')).href).then(({ serve }) => serve);
const serveFrom = { small: await load(build), large: await load(`${build}-large`) };

const { paths, asked } = JSON.parse(readFileSync(`${template}.json`, 'utf8'));
const whole = await outcomeOf({});
const reference = whole.answers;
if (whole.refused || !whole.verified.ok) throw new Error(`intact: ${JSON.stringify(whole)}`);
const unlike = Object.entries((await outcomeOf({})).answers).filter(
  ([path, { text }]) => reference[path].text !== text,
);
if (unlike.length > 0) throw new Error(`not the same twice: ${unlike.map(([path]) => path)}`);

process.stdout.write(`${JSON.stringify({ paths: Object.keys(reference).length })}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const { answers, ...told } = await outcomeOf(JSON.parse(line));
  const wrong = Object.entries(answers ?? {})
    .filter(([path, { status, text }]) => status === 200 && !isTold(reference[path].text, text))
    .map(([path]) => path);
  const failed = Object.values(answers ?? {}).filter(({ status }) => status !== 200).length;
  process.stdout.write(`${JSON.stringify({ ...told, wrong, failed })}\n`);
}

/** The same answer, but for texts of which it says itself that their key is missing. */
function isTold(expected, found) {
  if (found === expected) return true;
  const told = (value) => typeof value === 'string' && /\[key missing\]|〔密钥缺失〕/u.test(value);
  const alike = (one, other) =>
    one === other ||
    (typeof one === 'string' && (told(other) || other?.keyMissing === true)) ||
    (typeof one === 'object' &&
      typeof other === 'object' &&
      one !== null &&
      other !== null &&
      Object.keys({ ...one, ...other }).every((key) => alike(one[key], other[key])));
  const read = (text) => JSON.parse(Buffer.from(text, 'latin1').toString('utf8'));
  return found.includes('"keyMissing":true') && alike(read(expected), read(found));
}

async function outcomeOf({ large = false, file, at, mask }) {
  const directory = `${template}-copy`;
  cpSync(template, directory, { recursive: true });
  if (file !== undefined) flip(join(directory, file), at, mask);
  try {
    return await told({ serve: large ? serveFrom.large : serveFrom.small, directory });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function told({ serve, directory }) {
  const before = contentsOf(directory);
  let server;
  try {
    server = await serve({ directory, keyFile: `${template}.key`, create: false, port: 0 });
  } catch (error) {
    const { code, message, at } = error;
    const position = at?.position ?? error.detail?.position;
    const untouched = contentsOf(directory) === before;
    return { refused: code ?? error.constructor.name, message, position: `${position}`, untouched };
  }
  try {
    const answers = {};
    for (const [person, path] of paths)
      answers[path] = await ask(server.url, { path, token: tokens[person] });
    const admin = { socketPath: join(directory, 'admin.sock'), headers: { 'cluetrail-as': 'mao' } };
    answers.export = await ask(admin, { path: '/admin/export' });
    const { text } = await ask(admin, { path: '/admin/verify', method: 'POST' });
    const verified = verification(text);
    // Last: that a file was read is an event.
    for (const [person, path] of asked)
      answers[path] = await ask(server.url, { path, token: tokens[person] });
    return { answers, verified };
  } finally {
    await server.close();
  }
}

function verification(text) {
  const last = JSON.parse(text.trim().split('\n').at(-1));
  const { ok, problems = [], attachments, ...other } = last.result ?? last;
  return { ok, positions: problems.map(({ position }) => position), attachments, other };
}

/** Status 0: an answer that broke off. */
function ask(where, { path, token, method = 'GET' }) {
  const { socketPath, headers } = typeof where === 'string' ? {} : where;
  const target = socketPath ? { socketPath, path } : new URL(path, where);
  return new Promise((resolve) => {
    const authorization = token && `Bearer ${token}`;
    const options = { method, headers: { ...headers, ...(token && { authorization }) } };
    const broken = () => resolve({ status: 0, text: '' });
    const sent = socketPath ? request({ ...target, ...options }) : request(target, options);
    sent.once('error', broken);
    sent.once('response', (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.once('error', broken);
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString('latin1');
        resolve({ status: response.statusCode, text });
      });
    });
    sent.end();
  });
}

function flip(file, at, mask) {
  const bytes = readFileSync(file);
  bytes[at] ^= mask;
  writeFileSync(file, bytes);
}

/** All but what is made anew at any time. */
function contentsOf(directory) {
  const kept = (name) =>
    // Who has it open is noted before the log is looked into.
    !/^(read[.]db|in-use|keys[.]db-|events[.]db-shm|admin[.]sock|attachments)/.test(name);
  const names = readdirSync(directory).filter(kept).sort();
  return names.map((name) => `${name} ${readFileSync(join(directory, name), 'base64')}`).join('\n');
}
