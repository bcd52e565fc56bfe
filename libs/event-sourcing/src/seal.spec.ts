import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { canonical } from './canonical.js';
import type { Draft } from './event.js';
import { commandIdOf, eventIdOf, followUpIdOf } from './ids.js';
import { hex, leafOf, LogDamaged, open, seal } from './seal.js';

const clue = 'clue-6f0e6c1c-9a63-5a5e-8a0b-3d9b1c1f4e21';
const zone = 'Asia/Shanghai';
const chen = { personId: 'chen', role: 'unit-head', organId: 'organ-hz-01' };

const assign = commandIdOf({
  personId: 'person-chen',
  key: '2021-10-31-7',
  command: 'assignOfficers',
  target: clue,
});
const record = commandIdOf({
  personId: 'person-chen',
  key: '2021-10-31-8',
  command: 'recordFact',
  target: clue,
});
const openLog = commandIdOf({
  personId: 'system:setup',
  key: 'open',
  command: 'openLog',
  target: 'log',
});
const remind = followUpIdOf(eventIdOf(assign, 0), 'remind');

const full: Draft = {
  eventId: eventIdOf(assign, 0),
  stream: clue,
  type: 'OfficersAssigned',
  schemaVersion: 2,
  happenedAt: { at: '2021-10-30T16:00:00.000Z', zone, precision: 'day' },
  actor: chen,
  onBehalfOf: 'wang',
  basis: { procedure: 'discipline', version: 3, article: '23' },
  reason: { k: 'clue/6f0e6c1c/1', n: 'AAECAwQFBgcICQoL', c: 'q80mAH_-Zz9pT1c4Yg' },
  organ: 'organ-hz-01',
  level: 'internal',
  change: { from: 'withUnit', to: 'withOfficers' },
  imported: true,
  attachments: [
    {
      sha256: 'ab'.repeat(32),
      name: { k: 'clue/6f0e6c1c/1', n: 'DA0ODxAREhMUFRYX', c: 'AbC-_9' },
      level: 'internal',
    },
  ],
  correlationId: assign,
  causationId: assign,
  commandId: assign,
  commandDigest: '0f'.repeat(32),
  data: { officers: ['li', 'zhao'] },
};

const minimal: Draft = {
  eventId: eventIdOf(remind, 0),
  stream: clue,
  type: 'ReminderSent',
  schemaVersion: 1,
  happenedAt: { at: '2021-11-29T23:59:59.999Z', zone, precision: 'ms' },
  actor: { personId: 'system:reminders', role: 'system' },
  correlationId: assign,
  causationId: eventIdOf(assign, 0),
  commandId: remind,
  data: {},
};

const logOpened: Draft = {
  eventId: eventIdOf(openLog, 0),
  stream: 'log',
  type: 'LogOpened',
  schemaVersion: 1,
  happenedAt: { at: '2021-10-01T00:00:00.000Z', zone: 'UTC', precision: 'ms' },
  actor: { personId: 'system:setup', role: 'system' },
  correlationId: openLog,
  causationId: openLog,
  commandId: openLog,
  data: { logId: '3e0cb2a4-61c0-4a3f-9a2f-0d6f1f3c7b55', demo: false, monotone: true },
};

const unicode: Draft = {
  eventId: eventIdOf(record, 0),
  stream: clue,
  type: 'FactRecorded',
  schemaVersion: 1,
  happenedAt: { at: '2021-12-01T02:03:00.000Z', zone, precision: 'minute' },
  actor: chen,
  correlationId: record,
  causationId: record,
  commandId: record,
  data: {
    '\u20ac': 'Euro',
    '\r': 'line end',
    '\ufb33': 'Hebrew',
    '1': 'digit',
    '\u{1f600}': 'astral sorts before U+FB33',
    '\u0080': 'C1',
    '\u00f6': 'composed',
    'o\u0308': 'decomposed',
    线索: '问题线索',
    '': 'empty key',
    text: [
      'a/b',
      '"\\',
      '\b\t\n\f\r',
      '\u0001\u001f',
      '\u007f',
      '\u2028\u2029',
      '\u200b\u202e',
      '\ufeff',
      '\u{20000}',
      '',
    ],
    numbers: [-0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 4.5, 2e-3, 0.1, 1e-27],
    other: [null, true, false, [], {}],
  },
};

/** The drafts and stamps behind the files of test/golden/envelope, which were written by another program. */
const GOLDEN: Record<string, { draft: Draft; version: number; recordedAt: string }> = {
  full: { draft: full, version: 4, recordedAt: '2021-10-31T01:02:03.000004Z' },
  minimal: { draft: minimal, version: 5, recordedAt: '2021-11-30T00:00:00.000000Z' },
  'log-opened': { draft: logOpened, version: 1, recordedAt: '2021-10-01T00:00:00.000001Z' },
  unicode: { draft: unicode, version: 6, recordedAt: '2021-12-01T02:04:05.678901Z' },
};

describe('the bytes of an event', () => {
  it.each(Object.keys(GOLDEN))('are those of the golden file: %s', (name) => {
    const { bytes, leaf } = sealed(name);
    expect(text(bytes)).toBe(text(golden(`${name}.json`)));
    expect(hex(bytes)).toBe(hex(golden(`${name}.json`)));
    expect(`${hex(leaf)}\n`).toBe(text(golden(`${name}.sha256`)));
  });

  it('have a golden file for every draft here, and a draft for every golden file', () => {
    const files = Object.keys(GOLDEN).flatMap((name) => [`${name}.json`, `${name}.sha256`]);
    expect(readdirSync(folder).sort()).toEqual(files.sort());
  });

  it('do not depend on the order in which a handler wrote the fields', () => {
    const backwards = Object.fromEntries(Object.entries(full).reverse()) as unknown as Draft; // same fields
    const { version, recordedAt } = GOLDEN.full;
    const { bytes } = seal(backwards, { recordedAt, version }, sha256);
    expect(text(bytes)).toBe(text(golden('full.json')));
  });

  it('show every change of one field', () => {
    const { version, recordedAt } = GOLDEN.minimal;
    const stamp = { version, recordedAt };
    const mutants = [
      seal({ ...minimal, schemaVersion: 2 }, stamp, sha256),
      seal({ ...minimal, data: { asked: null } }, stamp, sha256),
      seal(minimal, { ...stamp, version: 6 }, sha256),
      seal(minimal, { ...stamp, recordedAt: '2021-11-30T00:00:00.000001Z' }, sha256),
    ];
    const leaves = new Set(mutants.map(({ leaf }) => hex(leaf)));
    expect(leaves.size).toBe(4);
    expect(leaves).not.toContain(text(golden('minimal.sha256')).trim());
  });

  it('never hold a position: a field that is not of the envelope is a mistake of the program', () => {
    const { version, recordedAt } = GOLDEN.minimal;
    for (const stray of ['position', 'leaf', 'bytes', 'constructor', 'Type']) {
      const draft: Draft = Object.assign({}, minimal, { [stray]: 7 });
      expect(() => seal(draft, { version, recordedAt }, sha256)).toThrow(`no field ${stray}`);
    }
  });

  it('omit what is absent or empty, and keep empty data', () => {
    const { version, recordedAt } = GOLDEN.minimal;
    const empty: Draft = { ...minimal, onBehalfOf: '', organ: undefined, attachments: [] };
    const { bytes } = seal(empty, { version, recordedAt }, sha256);
    expect(text(bytes)).toBe(text(golden('minimal.json')));
  });

  it('cannot be made of a date that is no text, of undefined in the data, or of half a character', () => {
    const stamp = { version: 1, recordedAt: '2021-11-30T00:00:00.000000Z' };
    const holes: number[] = [];
    holes.length = 2;
    for (const value of [new Date(0), undefined, '\ud83d', 2 ** 53, Number.NaN, holes]) {
      const draft: Draft = Object.assign({}, minimal, { data: { value } });
      expect(() => seal(draft, stamp, sha256)).toThrow(TypeError);
    }
  });
});

describe('the leaf', () => {
  it('is SHA-256 of a zero byte and the bytes, as RFC 6962 has it', () => {
    // The leaf of the empty string, published with the RFC 6962 reference implementations.
    const published = '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d';
    expect(hex(leafOf(new Uint8Array(), sha256))).toBe(published);
    expect(hex(leafOf(new Uint8Array(), sha256))).not.toBe(hex(sha256(new Uint8Array())));
  });

  it('lets an untouched event be opened as it was sealed', () => {
    for (const name of Object.keys(GOLDEN)) {
      const { event, bytes, leaf } = sealed(name);
      const opened = open({ position: 7n, bytes, leaf }, sha256);
      expect(opened).toEqual({ position: 7n, bytes, leaf, event: JSON.parse(text(bytes)) });
      expect(canonical(opened.event)).toBe(canonical(event));
    }
  });

  it('betrays every flipped bit, with the place and both leaves', () => {
    const { bytes, leaf } = sealed('minimal');
    for (let at = 0; at < bytes.length; at++) {
      const tampered = bytes.slice();
      tampered[at] ^= 1 << (at % 8);
      expect(() => open({ position: 7n, bytes: tampered, leaf }, sha256)).toThrow(LogDamaged);
    }
    const damage = thrownBy(() => open({ position: 7n, bytes: golden('full.json'), leaf }, sha256));
    expect(damage).toBeInstanceOf(LogDamaged);
    expect(damage).toMatchObject({
      at: {
        position: 7n,
        expectedLeaf: text(golden('minimal.sha256')).trim(),
        foundLeaf: text(golden('full.sha256')).trim(),
      },
    });
    expect(String(damage)).toContain('position 7');
  });

  it('is compared whole: a shortened one is damage too', () => {
    const { bytes, leaf } = sealed('minimal');
    for (const wrong of [leaf.slice(0, 31), new Uint8Array(), new Uint8Array([...leaf, 0])])
      expect(() => open({ position: 1n, bytes, leaf: wrong }, sha256)).toThrow(LogDamaged);
  });
});

const folder = new URL('../../../test/golden/envelope/', import.meta.url);

function sealed(name: string) {
  const { draft, ...stamp } = GOLDEN[name];
  return seal(draft, stamp, sha256);
}

/** Never written by a test: a missing file is a failure. */
function golden(file: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(file, folder)));
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}

function text(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('expected it to throw');
}
