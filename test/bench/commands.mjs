import { randomUUID } from 'node:crypto';
import { emptyLog, RawLog } from './raw-log.mjs';
import { compare } from './rounds.mjs';
import { caller, served } from './served.mjs';

/** A verification step recorded over HTTP, one after the other. */
export function commandOne(bench) {
  return commands(bench, { measure: 'command over HTTP, one at a time', width: 1 });
}

/** The same over 16 connections. */
export function commandMany(bench) {
  return commands(bench, { measure: 'command over HTTP, 16 connections', width: 16 });
}

async function commands(bench, { measure, width }) {
  const { place, size } = bench;
  const server = await served(bench);
  const { url, tokens, clues, step } = server;
  const client = caller({ url, token: tokens.get('li'), width });
  const directory = place.fresh();
  await emptyLog(directory);
  const log = new RawLog(directory);
  const count = Math.max(width, size.commands);
  const contenders = [
    {
      name: 'product',
      run: () => sent({ call: client.call, clues, count, width }),
      after: () => server.rest(),
    },
    { name: 'raw', run: () => appended({ log, step, count, width }) },
  ];
  const result = await compare({ measure, operations: count, contenders, rounds: size.rounds });
  log.close();
  client.close();
  await server.close();
  return result;
}

/** Each line of callers goes round clues of its own, so that none meets another's version. */
async function sent({ call, clues, count, width }) {
  const lines = Math.min(width, clues.length);
  const line = async (first) => {
    for (let sentHere = 0; sentHere < count / lines; sentHere++) {
      const own = Math.floor((clues.length - 1 - first) / lines) + 1;
      const place = clues[first + lines * (sentHere % own)];
      const [id, version] = place;
      const headers = { 'if-match': `"${version}"` };
      const body = BODY;
      const done = await call('POST', `/api/clues/${id}/recordVerificationStep`, { headers, body });
      place[1] = done.version;
    }
  };
  await Promise.all(Array.from({ length: lines }, (_, first) => line(first)));
}

const BODY = { kind: 'talk', officers: ['chen', 'li'], note: '询问经办人并核对票据，形成笔录' };

/** Streams of ten events, `width` of them to a transaction. */
function appended({ log, step, count, width }) {
  let streams = [];
  for (let at = 0; at < count; at += width) {
    if ((at / width) % 10 === 0)
      streams = Array.from({ length: width }, () => `clue-${randomUUID()}`);
    log.append(streams.map((stream) => ({ ...step, stream, eventId: randomUUID() })));
  }
}
