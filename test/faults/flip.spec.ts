import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brokenBuild, type Change as Broken } from './broken-build.js';
import { often } from '../support/often.js';
import { type Change, type GrownLog, grownLog, spoilt, tally, verdictOf } from './spoilt-log.js';

/** More of them: FLIPS=500; another run of places: FLIP_SEED. */
const flips = Number(process.env.FLIPS ?? often(30, 12));
const seed = Number(process.env.FLIP_SEED ?? 20211031);

const EVENTS = 3000;
// Few are checked when the log opens, so that most flips are for `verify` to find.
const TAIL = 300;

const SQLITE_LOG = 'libs/stores/src/sqlite-log';

/** Every log counts as a large one. */
const LARGE = {
  file: `${SQLITE_LOG}/inspection.js`,
  from: 'CHECKED_BYTES = 256 * 1024 * 1024',
  to: 'CHECKED_BYTES = 0',
};

describe(`${flips} flips in a log at rest (seed ${seed})`, () => {
  let log: GrownLog;
  beforeAll(() => {
    log = grownLog({ closed: EVENTS });
  }, 180_000);
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

  it('in a log too large to be checked page by page at its start are for verify to find', () => {
    const build = brokenBuild([LARGE]);
    const outcomes = spoilt(log, flipsOf(log, Math.ceil(flips / 2)), { tail: TAIL, build });
    rmSync(build, { recursive: true });
    console.info(`large: ${tally(outcomes)}`);
    const verdicts = outcomes.map(verdictOf);
    expect(verdicts).toContain('found');
    for (const bad of ['silently wrong', 'trace', 'altered by opening'])
      expect(verdicts).not.toContain(bad);
  }, 600_000);

  it('would be caught here if leaves were not checked', () => {
    const mutant = brokenBuild([
      {
        file: `${SQLITE_LOG}/row.js`,
        from: 'if (Buffer.compare(found, row.leaf) === 0)',
        to: 'if (found)',
      },
      { file: `${SQLITE_LOG}/verification.js`, from: 'if (found !== leaf)', to: 'if (false)' },
    ]);
    const outcomes = spoilt(log, flipsOf(log, 20), { tail: TAIL, build: mutant });
    rmSync(mutant, { recursive: true });
    console.info(`mutant without leaves, 20 flips: ${tally(outcomes)}`);
    expect(outcomes.map(verdictOf)).toContain('silently wrong');
  }, 300_000);

  it('would be caught here if a log were opened, and verified, without a look into its indexes', () => {
    const blind = {
      file: `${SQLITE_LOG}/verification.js`,
      from: 'byId !== position',
      to: 'false',
    };
    const verdictWith = (changes: Broken[]) => {
      const build = brokenBuild(changes);
      const [outcome] = spoilt(log, [[indexFlip(log)]], { tail: TAIL, build });
      rmSync(build, { recursive: true });
      return verdictOf(outcome);
    };
    expect(verdictWith([])).toBe('refused');
    expect(verdictWith([LARGE])).toBe('found');
    expect(verdictWith([LARGE, blind])).toBe('silently wrong');
  }, 300_000);
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
