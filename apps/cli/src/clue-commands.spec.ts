import { openApi } from '../../api/src/index.js';
import { give } from './clue-commands.js';
import type { Call, Connection } from './connection.js';

/** What a server was asked, in order; it answers every command with this receipt. */
function asked(lists: () => Promise<unknown>) {
  const calls: string[] = [];
  const json: Connection['json'] = (method, path, call: Call = {}) => {
    calls.push([method, path, call.query?.['after']].filter(Boolean).join(' '));
    if (path === '/api/openapi.json') return Promise.resolve(openApi());
    return method === 'POST' ? Promise.resolve({ receipt: 'r-1' }) : lists();
  };
  const send = () => Promise.reject(new Error('expected nothing else to be asked'));
  return { calls, connection: { json, send, close: () => Promise.resolve() } };
}

describe('giving a command', () => {
  const giving = { command: 'registerPerson', options: {}, body: '{"name":"甲"}' };

  it('ends when the lists have it, and asks for no list to know that', async () => {
    const { calls, connection } = asked(() => Promise.resolve({ items: [] }));
    expect(await give(connection, giving)).toEqual({ receipt: 'r-1' });
    expect(calls).toEqual(['GET /api/openapi.json', 'POST /api/people', 'GET /api/me r-1']);
  });

  it('is done, also where the lists come later', async () => {
    const { connection } = asked(() => Promise.reject(new Error('not-reached')));
    expect(await give(connection, giving)).toEqual({ receipt: 'r-1' });
  });
});
