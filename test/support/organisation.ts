import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@cluetrail/event-sourcing';
import type { Logger } from 'pino';
import type { Procedure } from '@cluetrail/workflow';
import { type Files, laidOut, taken } from './files.js';
import { storeFor } from './store.js';
import {
  applyOrganisation,
  type Installation,
  serve,
  type Server,
  tokenFor,
} from '../../apps/api/src/index.js';

/** Province 广西 over prefecture 南宁 over county 青秀, and prefecture 桂林 beside it. */
export const ORGANS = ['gx', 'nn', 'qx', 'gl'] as const;

const STAFF = [
  ['intake', 'intake', 'L2'],
  ['admin', 'clue-admin', 'L2'],
  ['officer-1', 'case-officer', 'L3'],
  ['officer-2', 'case-officer', 'L3'],
  ['officer-3', 'case-officer', 'L3'],
  ['head', 'unit-head', 'L3'],
  ['leader', 'leader', 'L4'],
  ['supervisor', 'supervisor', 'L3'],
  ['auditor', 'auditor', 'L4'],
  ['statistician', 'statistician', 'L2'],
  ['sysadmin', 'sysadmin', 'L1'],
] as const;

type Organ = (typeof ORGANS)[number];
/** `head-nn`: the head of the unit at 南宁. Every organ has the whole staff; `outsider` has no office. */
export type TestPerson = `${(typeof STAFF)[number][0]}-${Organ}` | 'outsider';

/** The people of all organs, in the form that `cluetrail org apply` takes. All hold office since 2020-01-01. */
export const ORGANISATION = `organs:
  - { id: gx, name: { en: Guangxi, zh: 广西 }, tier: province, region: CN-GX, zone: Asia/Shanghai }
  - { id: nn, name: { en: Nanning, zh: 南宁 }, tier: prefecture, parent: gx }
  - { id: qx, name: { en: Qingxiu, zh: 青秀 }, tier: county, parent: nn }
  - { id: gl, name: { en: Guilin, zh: 桂林 }, tier: prefecture, parent: gx }
people:
  - { id: outsider, name: 路人 }
  - { id: chen, name: 陈某某, unit: 某局, post: 副局长 }
${staff(([id], organ) => `  - { id: ${id}-${organ}, name: ${id} of ${organ} }`)}
appointments:
${staff(
  ([id, role, clearance], organ) =>
    `  - { person: ${id}-${organ}, organ: ${organ}, role: ${role}, clearance: ${clearance}, from: 2020-01-01 }`,
)}
`;

function staff(line: (one: (typeof STAFF)[number], organ: Organ) => string): string {
  return ORGANS.flatMap((organ) => STAFF.map((one) => line(one, organ))).join('\n');
}

/** A body of `discover` about 陈某某. */
export const DISCOVERY = {
  source: 'report',
  subjects: [{ personId: 'chen', managingOrganId: 'nn' }],
  summary: '反映陈某某收受礼金',
};

/** Stands at 2021-10-08 09:00 in Shanghai until it is set; each reading is a millisecond later, as events need. */
export class TestClock implements Clock {
  private micros = Date.parse('2021-10-08T01:00:00.000Z') * 1000;

  nowMicros(): number {
    return (this.micros += 1000);
  }

  /** To an RFC 3339 instant. */
  set(instant: string): void {
    this.micros = Date.parse(instant) * 1000;
  }

  /** From where another one stands. */
  goOn({ micros }: TestClock): void {
    this.micros = micros;
  }
}

export interface Asking {
  /** Whose token (TCP) or name (admin socket) the request carries; absent = none. */
  readonly as?: string;
  /** Sent as JSON; a string or bytes as they are. */
  readonly body?: unknown;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  /** The parsed body; undefined where it is no JSON. A test knows what it asked for. */
  readonly body: any; // oxlint-disable-line no-explicit-any -- as above
}

/** A directory being served, with the organisation applied. */
export interface TestOffice {
  readonly server: Server & { readonly url: string };
  readonly installation: Installation;
  readonly directory: string;
  readonly clock: TestClock;
  /** The token of a person, issued when first asked for. */
  tokenOf(personId: string): Promise<string>;
  /** Over TCP: `ask('POST', '/api/clues', { as: 'intake-nn', body })`. */
  ask(method: string, path: string, asking?: Asking): Promise<TestAnswer>;
  /** Over the admin socket. */
  admin(method: string, path: string, asking?: Asking): Promise<TestAnswer>;
  /** Closes, deletes the directory. */
  dispose(): Promise<void>;
}

export interface OpenOffice {
  /** Leave the directory in set-up, without organs and people. */
  readonly empty?: boolean;
  readonly demo?: boolean;
  /** Where the server writes its log; silent when absent. */
  readonly log?: Logger;
  /** Where the log lies; absent: in the directory, or where all tests run. */
  readonly store?: string;
  /** Where the read models lie; absent: beside the log. */
  readonly read?: string;
  /** Procedures to publish; absent: all that the product ships. */
  readonly shipped?: readonly Procedure[];
  /** More of it, in the form of ORGANISATION. */
  readonly organisation?: string;
}

/** Serves a fresh directory on a free port under a clock that the test sets. */
export async function openOffice(open: OpenOffice = {}): Promise<TestOffice> {
  const { empty, demo = true, log, shipped, organisation = '' } = open;
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-office-'));
  const directory = join(root, 'data');
  const clock = new TestClock();
  const store = open.store ?? storeFor(directory);
  const plain = store === undefined && open.read === undefined && !empty;
  const begun = plain ? await begunOnce({ demo, shipped, organisation }) : undefined;
  if (begun) {
    laidOut(begun.files, root);
    clock.goOn(begun.clock);
  }
  const server = await serve({
    ...{ directory, store, read: open.read, clock, create: begun === undefined },
    ...{ demo, port: 0, log, shipped },
  });
  const { installation, url } = server;
  if (url === undefined) throw new Error('serve: expected a URL, found none');
  if (!begun && !empty) await applied(installation, organisation);
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (personId: string) => {
    const known =
      tokens.get(personId) ??
      tokenFor(installation, { personId, label: 'test' }).then(({ token }) => token);
    tokens.set(personId, known);
    return known;
  };
  const { port } = new URL(url);
  return {
    server: { ...server, url },
    installation,
    directory,
    clock,
    tokenOf,
    ask: async (method, path, asking = {}) =>
      sent({ host: '127.0.0.1', port, method, path }, asking, {
        ...(asking.as !== undefined && { authorization: `Bearer ${await tokenOf(asking.as)}` }),
      }),
    admin: (method, path, asking = {}) =>
      sent({ socketPath: join(directory, 'admin.sock'), method, path }, asking, {
        ...(asking.as !== undefined && { 'cluetrail-as': asking.as }),
      }),
    dispose: async () => {
      await server.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** A directory that was begun and closed, and the clock as it stood then. */
interface Begun {
  readonly files: Files;
  readonly clock: TestClock;
}

type Beginning = Required<Pick<OpenOffice, 'demo' | 'organisation'>> & Pick<OpenOffice, 'shipped'>;

const beginnings: { readonly like: Beginning; begun?: Promise<Begun> }[] = [];

/** What most tests begin with, from the second on: half of what an office costs is what it begins with. */
async function begunOnce(like: Beginning): Promise<Begun | undefined> {
  const known = beginnings.find(
    (one) =>
      one.like.demo === like.demo &&
      one.like.organisation === like.organisation &&
      one.like.shipped === like.shipped,
  );
  if (known) return (known.begun ??= begun(like));
  beginnings.push({ like });
  return undefined;
}

async function begun({ demo, shipped, organisation }: Beginning): Promise<Begun> {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-office-'));
  const clock = new TestClock();
  const directory = join(root, 'data');
  const server = await serve({ directory, clock, create: true, demo, port: 0, shipped });
  await applied(server.installation, organisation);
  await server.installation.runner.catchUp();
  await server.close();
  const files = taken(root);
  rmSync(root, { recursive: true, force: true });
  return { files, clock };
}

async function applied(installation: Installation, organisation: string): Promise<void> {
  await applyOrganisation(installation, ORGANISATION, { dryRun: false });
  if (organisation !== '') await applyOrganisation(installation, organisation, { dryRun: false });
}

function sent(
  where: { method: string; path: string; [option: string]: string },
  { body, type = 'application/json', headers = {} }: Asking,
  own: Readonly<Record<string, string>>,
): Promise<TestAnswer> {
  const bytes =
    typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  const typed = bytes === undefined || type === '' ? {} : { 'content-type': type };
  return new Promise((resolve, reject) => {
    const made = request({ ...where, headers: { ...own, ...typed, ...headers } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const { statusCode: status = 0 } = answer;
        // Repeated headers are of no interest here.
        const found = answer.headers as Record<string, string | undefined>;
        resolve({ status, headers: found, text, body: parsed(text) });
      });
    });
    made.on('error', reject);
    made.end(bytes);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
