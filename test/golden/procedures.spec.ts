import { hex } from '@cluetrail/event-sourcing';
import { procedureBytes, readProcedure, shippedProcedures } from '@cluetrail/clues';
import { golden, goldenNames, sha256, textOf } from './read.js';

const shipped = new Map(
  shippedProcedures().map((procedure) => [`${procedure.name}@${procedure.version}`, procedure]),
);

describe('a procedure that was shipped', () => {
  it.each(goldenNames('procedures', '.sha256'))(
    '%s has the content it was shipped with: a change needs a new version',
    (name) => {
      const procedure = shipped.get(name);
      const hash = procedure && hex(sha256(procedureBytes(procedure)));
      expect(`${hash}\n`).toBe(textOf(golden(`procedures/${name}.sha256`)));
    },
  );

  it('has a golden hash, every version of it', () => {
    expect([...shipped.keys()].sort()).toEqual(goldenNames('procedures', '.sha256'));
  });

  it('says of itself that it is an example where its limits are not confirmed', () => {
    const silent = [...shipped.values()].filter(
      ({ notice, obligations }) =>
        obligations.some(({ basis }) => basis.confidence !== 'quoted') &&
        !/example/i.test(notice.en),
    );
    expect(silent).toEqual([]);
  });
});

it('a procedure speaks of the workflows of this product alone', () => {
  const read = readProcedure('procedure: x\nversion: 1\nzone: UTC\n');
  expect('faults' in read && read.faults.map(({ path }) => path)).toEqual([
    'title',
    'notice',
    'workflows',
    'obligations',
  ]);
});
