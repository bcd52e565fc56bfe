import { edge } from '../test/permit.js';
import { circles } from './circles.js';
import type { Edge } from './procedure.js';

type Needs = readonly (string | readonly string[])[];

/** Commands of people in the state `asked`, which they leave as it is. */
const faults = (edges: { readonly [command: string]: Partial<Edge> }) =>
  circles({
    workflows: {
      permit: Object.fromEntries(
        Object.entries(edges).map(([command, more]) => [
          command,
          { ...edge({ by: ['judge'], from: ['asked'] }), ...more },
        ]),
      ),
    },
  });

const needing = (...needs: Needs) => ({ needs });
const circle = (path: string, found: string) => ({
  path: `workflows.permit.${path}`,
  expected: 'a command that does not wait for this one',
  found: `a circle ${found}`,
});

describe('commands that wait for one another', () => {
  it('are told, where two do', () => {
    expect(faults({ note: needing('measure'), measure: needing('note') })).toEqual([
      circle('note.needs[0]', 'note < measure < note'),
    ]);
  });

  it('are told once, however many wait for them', () => {
    const edges = {
      decide: needing('withdraw', 'note'),
      withdraw: {},
      note: needing('measure'),
      measure: needing('withdraw', 'file'),
      file: needing('note'),
    };
    expect(faults(edges)).toEqual([circle('note.needs[0]', 'note < measure < file < note')]);
  });

  it('are told where one waits for itself', () => {
    expect(faults({ note: needing('note') })).toEqual([circle('note.needs[0]', 'note < note')]);
  });

  it('are told in two circles apart', () => {
    const edges = {
      ...{ note: needing('measure'), measure: needing('note') },
      ...{ decide: needing('file'), file: needing('decide') },
    };
    expect(faults(edges).map(({ path }) => path)).toEqual([
      'workflows.permit.note.needs[0]',
      'workflows.permit.decide.needs[0]',
    ]);
  });

  it('do not where another of those of which one is needed is free', () => {
    const measure = needing('note');
    expect(faults({ note: needing(['measure', 'file']), measure, file: {} })).toEqual([]);
    expect(faults({ note: needing(['measure', 'file']), measure, file: measure })).toEqual([
      circle('note.needs[0]', 'note < measure < note'),
    ]);
  });

  it('do where the free one is not given in that state', () => {
    const note = needing(['measure', 'file']);
    const elsewhere = { file: { from: ['heard'] } };
    expect(faults({ note, measure: needing('note'), ...elsewhere })).toHaveLength(1);
  });

  it('do where the free one leads away', () => {
    const note = needing(['measure', 'file']);
    expect(faults({ note, measure: needing('note'), file: { to: 'heard' } })).toHaveLength(1);
  });

  it('do not where one of them is given in another state first', () => {
    const note = { ...needing(['measure', 'file']), from: ['asked', 'heard'] };
    const measure = { ...needing('note'), from: ['asked', 'heard'] };
    expect(faults({ note, measure, file: { from: ['heard'] } })).toEqual([]);
  });

  it('are none in a row, nor where what is needed leads away: that is told elsewhere', () => {
    expect(faults({ note: {}, measure: needing('note'), decide: needing('measure') })).toEqual([]);
    expect(faults({ note: { to: 'granted' }, decide: needing('note') })).toEqual([]);
  });
});
