import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brokenBuild } from './broken-build.js';
import { type Change, type GrownLog, grownLog, spoilt, tally, verdictOf } from './spoilt-log.js';

/** More of them: FLIPS=500; another run of places: FLIP_SEED. */
const flips = Number(process.env.FLIPS ?? 150);
const seed = Number(process.env.FLIP_SEED ?? 20211031);

const EVENTS = 3000;
// Few are checked when the log opens, so that most flips are for `verify` to find.
const TAIL = 300;

describe(`${flips} flips in a log at rest (seed ${seed})`, () => {
  let log: GrownLog;
  beforeAll(() => {
    log = grownLog({ closed: EVENTS });
  }, 60_000);
  afterAll(() => log.remove());

  it('are refused at the start, named by verify, or touch nothing: no read is silently wrong', () => {
    const changes = flipsOf(log, flips);
    const outcomes = spoilt(log, changes, { tail: TAIL });
    console.info(tally(outcomes));
    const bad = outcomes.flatMap((outcome, index) => {
      const verdict = verdictOf(outcome);
      const fine = ['refused', 'found', 'complete'].includes(verdict);
      return fine ? [] : [{ verdict, change: changes[index], outcome }];
    });
    expect(outcomes).toHaveLength(flips);
    expect(bad).toEqual([]);
  }, 600_000);

  it('would be caught here if leaves were not checked', () => {
    const mutant = brokenBuild([
      {
        file: 'libs/stores/src/sqlite-log/row.js',
        from: 'if (Buffer.compare(found, row.leaf) === 0)',
        to: 'if (found)',
      },
    ]);
    const outcomes = spoilt(log, flipsOf(log, 20), { tail: TAIL, build: mutant });
    rmSync(mutant, { recursive: true });
    console.info(`mutant without leaves, 20 flips: ${tally(outcomes)}`);
    expect(outcomes.map(verdictOf)).toContain('silently wrong');
  }, 120_000);

  it('would be caught here if verify looked into neither index', () => {
    const mutant = brokenBuild([
      {
        file: 'libs/stores/src/sqlite-log/verification.js',
        from: 'yield* this.indexProblems(row, event.stream);',
        to: '',
      },
    ]);
    const flip = indexFlip(log);
    const [sound] = spoilt(log, [[flip]], { tail: TAIL });
    const [blind] = spoilt(log, [[flip]], { tail: TAIL, build: mutant });
    rmSync(mutant, { recursive: true });
    expect([sound, blind].map(verdictOf)).toEqual(['found', 'silently wrong']);
  }, 120_000);
});

/** A flip in the index of ids: the first byte of an id, where it stands a second time in the file. */
function indexFlip({ directory }: GrownLog): Change {
  const bytes = readFileSync(join(directory, 'events.db'));
  const [, , text] = JSON.parse(readFileSync(`${directory}.json`, 'utf8'))[EVENTS / 2];
  const { eventId } = JSON.parse(Buffer.from(text, 'hex').toString('utf8'));
  const id = Buffer.from(eventId.replaceAll('-', ''), 'hex');
  const places: number[] = [];
  for (let at = bytes.indexOf(id); at >= 0; at = bytes.indexOf(id, at + 1)) places.push(at);
  if (places.length !== 2)
    throw new Error(`expected the id in its row and in its index: ${places}`);
  const inIndex = places.find((at) => bytes[at - (at % 8192)] !== 13) ?? Number.NaN;
  return ['xor', 'events.db', inIndex, 0x80];
}

/** One flip each: by turns of one bit, and of any bits of one byte. */
function flipsOf({ directory }: GrownLog, count: number): Change[][] {
  const { size } = statSync(join(directory, 'events.db'));
  const next = numbers(seed);
  return Array.from({ length: count }, (_, index) => {
    const at = Math.floor(next() * size);
    const mask = index % 2 === 0 ? 1 << Math.floor(next() * 8) : 1 + Math.floor(next() * 255);
    return [['xor', 'events.db', at, mask]];
  });
}

function numbers(start: number): () => number {
  let state = start;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}
