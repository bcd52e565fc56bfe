import { createDecipheriv } from 'node:crypto';
import fc from 'fast-check';
import {
  canonical,
  canonicalBytes,
  type Event,
  type Json,
  type SealedText,
} from '@cluetrail/event-sourcing';
import { memoryKeys } from '../keys/open-keys.js';
import { KeyDestroyed, KeyMissing } from '../keys/keys.js';
import { commandDigest } from './command-digest.js';
import { checkKey, lacksKey } from './key-stands.js';
import { SealBroken, sealData, sealText, unsealing } from './sealing.js';

const logId = 'log-1';
const stream = 'clue-7';
const paths = ['summary', 'subjects.*.name', 'remarks.*'];
const data = {
  source: 'visit',
  summary: '李明收受现金',
  subjects: [
    { personId: 'p1', name: '李明' },
    { personId: 'p2', name: '王芳' },
  ],
  remarks: ['在南宁'],
};

function eventWith(
  fields: { data: Event['data'] } & Partial<Pick<Event, 'reason' | 'attachments' | 'eventId'>>,
): Event {
  return {
    eventId: 'e1',
    stream,
    version: 1,
    type: 'ClueDiscovered',
    schemaVersion: 1,
    happenedAt: { at: '2021-10-31T00:00:00.000Z', zone: 'Asia/Shanghai', precision: 'ms' },
    recordedAt: '2021-10-31T00:00:00.000000Z',
    actor: { personId: 'li', role: 'intake' },
    correlationId: 'c',
    causationId: 'c',
    commandId: 'c',
    ...fields,
  };
}

function sealedEvent() {
  const keys = memoryKeys();
  const place = { logId, stream, eventId: 'e1', keys };
  const event = eventWith({
    data: sealData({ ...place, data, paths }),
    reason: sealText({ ...place, path: 'reason', text: '实名举报' }),
    attachments: [
      {
        sha256: '00',
        level: 'L1',
        name: sealText({ ...place, path: 'attachments.0.name', text: '照片.jpg' }),
      },
    ],
  });
  return { keys, event, unseal: unsealing(keys, logId), place };
}

const ALL = [
  ['data.summary', '李明收受现金'],
  ['data.subjects.0.name', '李明'],
  ['data.subjects.1.name', '王芳'],
  ['data.remarks.0', '在南宁'],
  ['reason', '实名举报'],
  ['attachments.0.name', '照片.jpg'],
] as const;

describe('sealing personal texts', () => {
  it('leaves no personal text in the event, and gives each back', () => {
    const { event, unseal } = sealedEvent();
    for (const [path, text] of ALL) {
      expect(canonical(event)).not.toContain(text);
      expect(unseal(event, path)).toBe(text);
    }
    expect(event.data.source).toBe('visit');
    expect(canonical(event)).toContain('"personId":"p1"');
  });

  it('has the form of the log: key id, 12-byte nonce, ciphertext with a 16-byte tag', () => {
    const { event, keys } = sealedEvent();
    const { k, n, c } = event.reason!;
    expect(k).toBe(keys.keyOf(stream).id);
    expect(Buffer.from(n, 'base64url')).toHaveLength(12);
    expect(Buffer.from(c, 'base64url')).toHaveLength(Buffer.byteLength('实名举报') + 16);
  });

  it('gives any text back as it was', () => {
    const { place, unseal } = sealedEvent();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const event = eventWith({ data: sealData({ ...place, data: { text }, paths: ['text'] }) });
        return unseal(event, 'data.text') === text;
      }),
    );
    const marked = eventWith({
      data: sealData({ ...place, data: { t: '\ufeffa' }, paths: ['t'] }),
    });
    expect(unseal(marked, 'data.t')).toBe('\ufeffa');
  });

  it('leaves absent fields absent and the input untouched', () => {
    const { place } = sealedEvent();
    const before = canonical(data);
    expect(sealData({ ...place, data: { source: 'visit' }, paths })).toEqual({ source: 'visit' });
    sealData({ ...place, data, paths });
    expect(canonical(data)).toBe(before);
  });

  it('refuses to pass by a value that is no text', () => {
    const { place } = sealedEvent();
    const seal = (value: Event['data']) => () => sealData({ ...place, data: value, paths });
    expect(seal({ summary: 7 })).toThrow('expected a text to seal, found number');
    expect(seal({ summary: { text: '李明' } })).toThrow('expected a text to seal');
    expect(seal({ subjects: { name: '李明' } })).toThrow('expected a list');
    expect(seal({ subjects: ['李明'] })).toThrow('expected fields');
    expect(seal({ remarks: [['李明']] })).toThrow('expected a text to seal');
  });

  it('never uses a nonce twice', () => {
    const { place } = sealedEvent();
    const nonces = Array.from(
      { length: 10_000 },
      () => sealText({ ...place, path: 'r', text: '' }).n,
    );
    expect(new Set(nonces).size).toBe(nonces.length);
  });
});

describe('unsealing', () => {
  it('answers nothing once the key is destroyed, and then nothing can be sealed', () => {
    const { keys, event, unseal, place } = sealedEvent();
    keys.destroy(stream);
    expect(ALL.map(([path]) => unseal(event, path))).toEqual(ALL.map(() => undefined));
    expect(() => sealText({ ...place, path: 'reason', text: 'x' })).toThrow(KeyDestroyed);
  });

  it('answers nothing where nothing stands', () => {
    const { event, unseal } = sealedEvent();
    for (const path of ['data.none', 'data.subjects.9.name', 'data.constructor', 'basis.article'])
      expect(unseal(event, path)).toBeUndefined();
  });

  it('does not pass a clear text off as an unsealed one', () => {
    const { event, unseal } = sealedEvent();
    expect(() => unseal(event, 'data.source')).toThrow(SealBroken);
  });

  it('notices a ciphertext moved to another event, stream, field or log', () => {
    const { keys, event, unseal } = sealedEvent();
    expect(() => unseal({ ...event, eventId: 'e2' }, 'reason')).toThrow(SealBroken);
    expect(() => unseal({ ...event, stream: 'clue-8' }, 'reason')).toThrow(SealBroken);
    const [li, wang] = event.data.subjects as Json[]; // a list went in
    const swapped = { ...event, data: { ...event.data, subjects: [wang, li] } };
    expect(() => unseal(swapped, 'data.subjects.1.name')).toThrow(SealBroken);
    expect(() => unsealing(keys, 'log-2')(event, 'reason')).toThrow(SealBroken);
  });

  it('notices another key id, and every flipped bit of nonce, text and tag', () => {
    const { keys, event, unseal } = sealedEvent();
    const { n, c } = event.reason!;
    const with_ = (reason: Partial<SealedText>) => () =>
      unseal({ ...event, reason: { ...event.reason!, ...reason } }, 'reason');
    expect(with_({ k: keys.keyOf('clue-8').id })).toThrow(SealBroken);
    for (let bit = 0; bit < 96; bit++) expect(with_({ n: flipped(n, bit) })).toThrow(SealBroken);
    const bits = Buffer.from(c, 'base64url').length * 8;
    for (let bit = 0; bit < bits; bit++) expect(with_({ c: flipped(c, bit) })).toThrow(SealBroken);
    expect(with_({})()).toBe('实名举报');
  });

  it('refuses a tag cut short, which Node by itself would take', () => {
    const { keys, event, unseal } = sealedEvent();
    const { k, n, c } = event.reason!;
    const sealed = Buffer.from(c, 'base64url');
    for (const length of [0, 4, 8, 12, 15]) {
      const cut = sealed.subarray(0, sealed.length - 16 + length).toString('base64url');
      expect(() => unseal({ ...event, reason: { k, n, c: cut } }, 'reason')).toThrow(SealBroken);
    }
    const careless = createDecipheriv('aes-256-gcm', keys.find(k)!, Buffer.from(n, 'base64url'));
    careless.setAAD(canonicalBytes([logId, stream, 'e1', 'reason', k]));
    careless.setAuthTag(sealed.subarray(-16, -12));
    expect(careless.update(sealed.subarray(0, -16), undefined, 'utf8')).toBe('实名举报');
    expect(() => careless.final()).not.toThrow();
  });
});

describe('the digest of a command', () => {
  it('tells one input from another, and one owner from another', () => {
    const keys = memoryKeys();
    const digest = commandDigest(keys, 'clue-1', '{"a":1}');
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(commandDigest(keys, 'clue-1', '{"a":1}')).toBe(digest);
    expect(commandDigest(keys, 'clue-1', '{"a":2}')).not.toBe(digest);
    expect(commandDigest(keys, 'clue-2', '{"a":1}')).not.toBe(digest);
  });
  it('is not to be had once the key is destroyed', () => {
    const keys = memoryKeys();
    keys.keyOf('clue-1');
    keys.destroy('clue-1');
    expect(commandDigest(keys, 'clue-1', '{}')).toBeUndefined();
  });
});

function flipped(text: string, bit: number): string {
  const bytes = Buffer.from(text, 'base64url');
  bytes[bit >> 3] ^= 1 << (bit & 7);
  return bytes.toString('base64url');
}

describe('the key of a stream', () => {
  const { event, keys, place } = sealedEvent();
  const bare = eventWith({ data: { source: 'visit' } });
  const name = sealText({ ...place, path: 'attachments.0.name', text: '照片.jpg' });

  it.each([
    ['a text of its data', event],
    ['a reason', { ...bare, reason: name }],
    ['the name of a file', { ...bare, attachments: [{ sha256: '00', level: 'L1', name }] }],
    ['the digest of a command', { ...bare, commandDigest: '00' }],
  ])('is made but once: not where it is not here and was used for %s', (_, used) => {
    const others = memoryKeys();
    expect(() => checkKey(others, stream, [bare, used])).toThrow(KeyMissing);
    expect([lacksKey(others, used), lacksKey(keys, used)]).toEqual([true, false]);
    checkKey(keys, stream, [bare, used]);
  });

  it('is made for one that was never under any', () => {
    checkKey(memoryKeys(), stream, [bare]);
    expect(lacksKey(memoryKeys(), bare)).toBe(false);
  });

  it('is missed also where another was made in its place', () => {
    const others = memoryKeys();
    others.keyOf(stream);
    expect(lacksKey(others, event)).toBe(true);
  });

  it('is not missed once it is destroyed here, or as the log tells', () => {
    const others = memoryKeys();
    const told = { ...bare, type: 'KeyDestroyed' };
    expect(() => checkKey(others, stream, [event, told])).toThrow(KeyDestroyed);
    others.destroy(stream);
    checkKey(others, stream, [event]);
    expect(lacksKey(others, event)).toBe(false);
  });
});
