import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';

/** Starts the product in another process over a seeded directory. */
export async function served({ place, size }) {
  const file = fileURLToPath(new URL('./server-process.mjs', import.meta.url));
  const child = fork(file, [place.fresh(), String(size.clues)]);
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`bench: the server ended with code ${code}`);
  });
  died.catch(() => undefined); // awaited by whoever waits for an answer
  place.atEnd(async () => {
    child.kill();
    await died.catch(() => undefined);
  });
  const [ready] = await Promise.race([once(child, 'message'), died]);
  const ask = async (question) => {
    child.send(question);
    await Promise.race([once(child, 'message'), died]);
  };
  return {
    ...ready,
    tokens: new Map(ready.tokens),
    /** Until the read side has caught up: what the product still does must not slow the other side down. */
    rest: () => ask('rest'),
    async close() {
      await ask('close');
      await died.catch(() => undefined);
    },
  };
}

/** Calls over kept-alive connections, `width` at the most. */
export function caller({ url, token, width }) {
  const agent = new Agent({ keepAlive: true, maxSockets: width });
  const call = (method, path, { headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const sent = request(`${url}${path}`, {
        agent,
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(text && { 'content-type': 'application/json' }),
          ...headers,
        },
      });
      sent.once('error', reject);
      sent.once('response', (response) => answered(response).then(resolve, reject));
      sent.end(text);
    });
  return { call, close: () => agent.destroy() };
}

async function answered(response) {
  const chunks = [];
  for await (const chunk of response) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  if (response.statusCode >= 300) throw new Error(`bench: ${response.statusCode} ${text}`);
  return JSON.parse(text);
}
