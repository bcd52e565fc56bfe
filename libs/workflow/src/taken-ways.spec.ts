import { edge, permit, RULES } from '../test/permit.js';
import { faultsOfAll } from './agreement.js';
import type { Edge, Procedure } from './procedure.js';
import type { Given } from './process-manager.js';
import type { Table } from './workflow.js';

const HALLS: Table = {
  ...permit,
  states: { ...permit.states, heard: { phase: 'open', title: { en: 'Heard', zh: '已听证' } } },
};
const apply = edge({ by: ['clerk'], from: ['none'], to: 'asked' });
const note = edge({ by: ['judge'], from: ['asked'] });
const hear = edge({ by: ['judge'], from: ['asked'], to: 'heard' });
const file = edge({ by: ['system'], from: ['heard'], to: 'granted' });

/** As `path: expected …, found …`. */
function faults(
  edges: Procedure['workflows'][string],
  {
    gives = {},
    table = HALLS,
  }: { gives?: { [type: string]: readonly Given[] }; table?: Table } = {},
): string[] {
  const procedure = { ...RULES, fourEyes: [], workflows: { permit: edges } };
  return faultsOfAll(procedure, { workflows: [table], processes: [{ gives }] }).map(
    ({ path, expected, found }) => `${path}: expected ${expected}, found ${found}`,
  );
}

describe('a way that only a process takes', () => {
  const filed = { kind: 'permit', command: 'file' };

  it('leads on where the process is asked for it', () => {
    expect(faults({ apply, measure: hear, file }, { gives: { PermitMeasured: [filed] } })).toEqual(
      [],
    );
  });

  it('leads nowhere where nothing asks the process', () => {
    expect(faults({ apply, measure: hear, file }, { gives: { PermitNoted: [filed] } })).toEqual([
      'workflows.permit.measure.to: expected a way on from heard to an end: granted, denied, found none',
    ]);
  });

  it('leads on only by the state into which its cause leads', () => {
    const asked = (into: string) => ({ PermitMeasured: [{ ...filed, into }] });
    expect(faults({ apply, measure: hear, file }, { gives: asked('heard') })).toEqual([]);
    expect(faults({ apply, measure: hear, file }, { gives: asked('asked') })).toHaveLength(1);
  });

  it('is none where no process knows the command', () => {
    expect(faults({ apply, measure: hear, file })).toEqual([
      'workflows.permit.file.by: expected roles of people alone: no process gives it, found system',
    ]);
  });

  it('is no way of people', () => {
    const by = (...roles: string[]) => ({ apply, measure: hear, file: { ...file, by: roles } });
    const gives = { PermitMeasured: [filed] };
    expect(faults(by('judge'), { gives })).toEqual([
      'workflows.permit.file.by: expected system alone: a process gives it, found judge',
    ]);
    // The row trusts what it is told: people would open or tell by it whatever they like.
    expect(faults(by('judge', 'system'), { gives })).toEqual([
      'workflows.permit.file.by: expected system alone: a process gives it, found judge, system',
    ]);
  });

  it('is not kept open for a process beside people where none takes it', () => {
    const hears = { ...hear, by: ['judge', 'system'], to: 'granted' };
    expect(faults({ apply, measure: hears })).toEqual([
      'workflows.permit.measure.by: expected roles of people alone: no process gives it, found judge, system',
    ]);
  });
});

describe('what follows from a command', () => {
  it('is not asked for where the command is never given', () => {
    const edges = { apply: { ...apply, to: 'granted' }, decide };
    expect(faults(edges, follows({}))).toEqual([]);
  });

  const filed = { kind: 'permit', command: 'file' };
  const { transitions } = HALLS;
  const undoing = {
    ...HALLS,
    transitions: { ...transitions, file: { ...transitions.file, says: { state: [], other: [] } } },
  };
  const decide = edge({ by: ['judge'], from: ['asked'], to: 'granted' });
  const follows = (more: Partial<Given>) => ({
    gives: { PermitDecided: [{ kind: 'permit', command: 'file', ...more }] },
  });

  it('is provided for', () => {
    expect(faults({ apply, decide }, follows({}))).toEqual([
      'workflows.permit.decide: expected file of the permit, which follows from it, found none',
    ]);
    expect(faults({ apply, decide }, follows({ entered: true }))).toEqual([]);
  });

  it('is not asked for of a kind that the procedure does not know, unless it opens it', () => {
    expect(faults({ apply, decide }, follows({ kind: 'house' }))).toEqual([]);
    expect(faults({ apply, decide }, follows({ kind: 'house', opens: true }))).toHaveLength(1);
  });

  it('is open wherever the instance is by then, where that is not known', () => {
    const more = follows({ anywhere: true });
    const everywhere = { ...file, from: ['asked', 'heard', 'granted'] };
    expect(faults({ apply, decide, file }, more)).toEqual([
      'workflows.permit.file.from: expected asked, granted too: a process gives it there, found heard',
    ]);
    expect(faults({ apply, decide, file: everywhere }, more)).toEqual([]);
  });

  it('leads back into every state from which that led away to which it answers', () => {
    const withdraw = edge({ by: ['clerk'], from: ['asked', 'heard'], to: 'denied' });
    const back = (cases: { [state: string]: string }, field = 'state') => ({
      ...{ apply, withdraw, measure: hear, decide: { ...decide, from: ['asked', 'heard'] } },
      file: { ...file, from: ['denied'], to: { field, cases } },
    });
    const more = follows({ in: ['denied'], undoes: ['PermitWithdrawn'] });
    const undone = { ...more, table: undoing };
    const missing = (states: string) =>
      `workflows.permit.file.to: expected by state back to where it was: ${states} too, found none`;
    expect(faults(back({ asked: 'asked', heard: 'heard' }), undone)).toEqual([]);
    expect(faults(back({ asked: 'asked' }), undone)).toEqual([missing('heard')]);
    expect(faults(back({ asked: 'asked', heard: 'asked' }), undone)).toEqual([missing('heard')]);
    const other = back({ asked: 'asked', heard: 'heard' }, 'other');
    expect(faults(other, undone)).toEqual([missing('asked, heard')]);
  });

  it('is open where it leads back from', () => {
    const withdraw = edge({ by: ['clerk'], from: ['asked'], to: 'denied' });
    const edges = {
      apply,
      withdraw,
      decide,
      file: { ...file, to: { field: 'state', cases: { asked: 'asked' } } },
    };
    const more = follows({ in: ['denied'], undoes: ['PermitWithdrawn'] });
    expect(faults(edges, { ...more, table: undoing })).toEqual([
      'workflows.permit.file.from: expected denied too: a process gives it there, found heard',
    ]);
  });

  it('is provided for by whoever opens the kind, where its cause may be under another procedure', () => {
    const elsewhere = { gives: { HouseBuilt: [{ ...filed, elsewhere: true as const }] } };
    expect(faults({ apply: { ...apply, to: 'granted' } }, elsewhere)).toEqual([
      'workflows.permit.apply: expected file of the permit, which follows from it, found none',
    ]);
    const leading = (to: string) => ({ apply, decide, file: { ...file, from: ['asked'], to } });
    expect(faults(leading('granted'), elsewhere)).toEqual([]);
    expect(faults(leading('heard'), elsewhere)).toEqual([
      'workflows.permit.file.to: expected a way on from heard to an end: granted, denied, found none',
    ]);
  });

  it('opens from nothing', () => {
    expect(faults({ apply, decide, file }, follows({ opens: true }))).toEqual([
      'workflows.permit.file.from: expected none too: a process gives it there, found heard',
    ]);
  });
});

describe('what must have been done before', () => {
  const decide = (...needs: (string | readonly string[])[]): Edge => ({
    ...edge({ by: ['judge'], from: ['asked'], to: 'granted' }),
    needs,
  });

  it('is done by a command that leaves the state as it is', () => {
    expect(faults({ apply, note, decide: decide('note') })).toEqual([]);
  });

  it('is never done by the command itself, nor by one that leads away', () => {
    const never = (command: string) =>
      `workflows.permit.decide.needs[0]: expected a command that is given in asked, and leaves it there, found ${command}`;
    expect(faults({ apply, decide: decide('decide') })).toEqual([never('decide')]);
    expect(faults({ apply, measure: hear, decide: decide('measure') })).toEqual([never('measure')]);
  });

  it('is never done where each of two waits for the other', () => {
    const measure = edge({ by: ['judge'], from: ['asked'], needs: ['note'] });
    const waiting = { ...note, needs: ['measure'] };
    expect(faults({ apply, note: waiting, measure, decide: decide('note') })).toEqual([
      'workflows.permit.note.needs[0]: expected a command that does not wait for this one, found a circle note < measure < note',
    ]);
  });
});

describe('what the code asks for beside a command', () => {
  const { transitions } = HALLS;
  const table = {
    ...HALLS,
    transitions: {
      ...transitions,
      decide: {
        ...transitions.decide,
        together: (requires: readonly string[]) =>
          requires.includes('outcome') ? [['note', 'measure']] : [],
      },
    },
  };
  const decide = edge({ by: ['judge'], from: ['asked'], to: 'granted' });
  const required = { ...decide, requires: ['outcome'] };

  it('is one of these, where the procedure requires that field', () => {
    expect(faults({ apply, decide }, { table })).toEqual([]);
    expect(faults({ apply, note, decide: required }, { table })).toEqual([]);
    expect(faults({ apply, decide: required }, { table })).toEqual([
      'workflows.permit.decide: expected note or measure beside it, found none',
    ]);
  });

  it('is to be given somewhere', () => {
    const never = { ...note, from: ['heard'] };
    expect(faults({ apply, note: never, decide: required }, { table })).toHaveLength(1);
  });
});
