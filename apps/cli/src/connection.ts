import { existsSync } from 'node:fs';
import { type IncomingMessage, request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import {
  type AskedPlace,
  checkOwnStore,
  directoryOf,
  embeddedIn,
  holdsLog,
  keyFileOf,
  placeOf,
} from './asked-place.js';
import { Failure, failureOf, refusal } from './failure.js';
import { answers } from './running.js';

export interface ConnectOptions extends AskedPlace {
  readonly server?: string;
  readonly as?: string;
  /** Make the directory where there is none: for import and set-up. */
  readonly create?: boolean;
  /** Nothing is changed: where no server runs, a log is opened without its processes, and left as it is. */
  readonly looks?: boolean;
  /** The directory is thrown away at once: nothing is told of it. */
  readonly passing?: boolean;
}

export interface Call {
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Readable;
  readonly type?: string;
}

/** One way to a server, whether it runs elsewhere, beside us, or only for this command. */
export interface Connection {
  /** Rejects with a Failure for every answer but 2xx. */
  send(method: string, path: string, call?: Call): Promise<IncomingMessage>;
  json(method: string, path: string, call?: Call): Promise<unknown>;
  close(): Promise<void>;
}

/** `--server URL` (token in CLUETRAIL_TOKEN), else the socket of a running server, else the directory itself. */
export async function connect(options: ConnectOptions): Promise<Connection> {
  if (options.server) return overNetwork(options.server, options);
  const directory = directoryOf(options);
  // Also where a server runs, which has its own: whoever names another learns whether that is one.
  const place = options.passing ? undefined : await placeOf(options);
  const keyFile = keyFileOf(options);
  const socketPath = join(directory, 'admin.sock');
  const running = existsSync(socketPath) && (await answers(socketPath));
  if (running && place?.store !== undefined) await checkOwnStore(directory, place.store);
  const close = running
    ? async () => undefined
    : await open({ ...options, ...place, keyFile }, directory);
  const target = { options: { socketPath }, secure: false, prefix: '' };
  try {
    return over(target, await personHeader(target, options.as), close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(options: ConnectOptions, directory: string) {
  const { data, store, read, keyFile } = options;
  const { create = false, looks = false, passing = false } = options;
  const elsewhere = store !== undefined && !store.startsWith('sqlite:');
  const places = [directory, embeddedIn(store) ?? directory];
  const hasKeys = existsSync(join(directory, 'keys.db'));
  // Beside keys it depends on what they tell, which the opening knows.
  if (!create && !elsewhere && !hasKeys && !places.some(holdsLog))
    throw refusal(
      'log-missing',
      `data directory ${directory} (${said(data)}): expected a log, found none; one is made by demo, by serve --create, by import, by org apply or by procedures publish, each with --data ${directory}`,
    );
  // Loaded only here: beside a running server the command line stays light.
  const { openOwn } = await import('./own-server.js');
  // Keys without a log are those of one elsewhere: only who says so begins another beside them.
  const begins = create && (holdsLog(directory) || !hasKeys);
  return openOwn({ directory, store, read, keyFile, create: begins, looks, passing });
}

/** Where the name of the directory was taken from. */
function said(data: string | undefined): string {
  if (data !== undefined) return 'as --data says';
  return process.env['CLUETRAIL_DATA'] ? 'as CLUETRAIL_DATA says' : 'since no --data is given';
}

function overNetwork(server: string, { as, store }: ConnectOptions): Connection {
  if (store !== undefined)
    throw new Failure('--store: expected none with --server, which has its own');
  if (as !== undefined)
    throw new Failure('--as: expected none with --server, where the token says who acts');
  return over(urlTarget(server), tokenHeader(), async () => undefined);
}

interface Target {
  readonly options: RequestOptions;
  readonly secure: boolean;
  readonly prefix: string;
}

type Headers = Readonly<Record<string, string>>;

function over(target: Target, own: Headers, close: () => Promise<void>): Connection {
  const send: Connection['send'] = async (method, path, call = {}) => {
    const answer = await exchange(target, { method, path, call, own });
    const status = answer.statusCode ?? 0;
    if (status >= 200 && status < 300) return answer;
    throw failureOf(status, parsed(await textOf(answer)));
  };
  return { send, close, json: async (...request) => parsed(await textOf(await send(...request))) };
}

function exchange(
  { options, secure, prefix }: Target,
  { method, path, call, own }: { method: string; path: string; call: Call; own: Headers },
): Promise<IncomingMessage> {
  const query = new URLSearchParams(given(call.query ?? {})).toString();
  const type = call.body === undefined ? {} : { 'Content-Type': call.type ?? 'application/json' };
  const headers = { ...own, ...type, ...call.headers };
  return new Promise((resolve, reject) => {
    const made = (secure ? httpsRequest : httpRequest)(
      { ...options, method, headers, path: `${prefix}${path}${query && `?${query}`}` },
      resolve,
    );
    made.on('error', (error) =>
      reject(new Failure(`server: expected an answer, found ${error.message}`)),
    );
    if (call.body === undefined || typeof call.body === 'string') made.end(call.body);
    else call.body.on('error', (error) => made.destroy(error)).pipe(made);
  });
}

/** In a demo nobody needs to say who he is; elsewhere `--as` names him, or the server says that it must. */
async function personHeader(target: Target, as: string | undefined): Promise<Headers> {
  if (as) return { 'Cluetrail-As': as };
  const answer = await exchange(target, {
    method: 'GET',
    path: '/admin/status',
    call: {},
    own: {},
  });
  const status = parsed(await textOf(answer)) as { demoPersons?: { auditor?: string } } | undefined; // our own server
  const person = status?.demoPersons?.auditor;
  return person ? { 'Cluetrail-As': person } : {};
}

function tokenHeader(): Headers {
  const token = process.env['CLUETRAIL_TOKEN'];
  if (!token) throw new Failure('CLUETRAIL_TOKEN: expected a token for --server, found none');
  return { Authorization: `Bearer ${token}` };
}

function urlTarget(server: string): Target {
  let url: URL;
  try {
    url = new URL(server);
  } catch {
    throw new Failure(`--server: expected a URL, found ${server}`);
  }
  const { hostname, port, protocol, pathname } = url;
  return {
    options: { hostname, port },
    secure: protocol === 'https:',
    prefix: pathname.replace(/\/$/, ''),
  };
}

async function textOf(answer: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function given(query: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(query).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}
