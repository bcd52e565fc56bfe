import { APPLIED, edge, JUDGE, permit, RULES, situation } from '../test/permit.js';
import { isAwaited, isKeptFromAll, mayBeAwaited } from './awaited.js';
import type { Edge } from './procedure.js';
import type { Workflow } from './workflow.js';

const apply = edge({ by: ['clerk'], from: ['none'], to: 'asked' });
const note = edge({ by: ['clerk'], from: ['asked'] });
const decide: Edge = edge({ by: ['judge'], from: ['asked'], to: 'granted' });
const NOTED = { type: 'PermitNoted' };
const GRANTED = { type: 'PermitDecided', change: { from: 'asked', to: 'granted' } };

type Rows = typeof permit.transitions;
type Marks = Partial<Rows[string]>;

/** Whether somebody waits for a command, where its row is marked so. */
function awaited(
  command: string,
  {
    edges = {},
    marks = {},
    told = [APPLIED],
  }: {
    edges?: { [command: string]: Edge };
    marks?: { [command: string]: Marks };
    told?: Parameters<typeof situation>[0];
  },
): boolean {
  const transitions = Object.fromEntries(
    Object.entries(permit.transitions).map(([name, row]) => [name, { ...row, ...marks[name] }]),
  );
  const workflow: Workflow<{ area: number; notes: number }> = { ...permit, transitions };
  const procedure = { ...RULES, workflows: { permit: { apply, note, decide, ...edges } } };
  return isAwaited({ ...situation(told, [JUDGE], { procedure }), workflow }, command);
}

describe('what somebody waits for', () => {
  it('leads on, and is not what leaves everything as it is', () => {
    expect(awaited('decide', {})).toBe(true);
    expect(awaited('note', {})).toBe(false);
    expect(awaited('withdraw', {})).toBe(false);
    expect(awaited('decide', { edges: { decide: { ...decide, to: 'asked' } } })).toBe(false);
  });

  it('is decided by those whom the ranks ask for', () => {
    expect(awaited('note', { edges: { note: { ...note, at: 'by-rank' } } })).toBe(true);
  });

  it('has to be done before what leads on, until it is done', () => {
    const edges = { decide: { ...decide, needs: [['note', 'measure']] } };
    expect(awaited('note', { edges })).toBe(true);
    expect(awaited('note', { edges, told: [APPLIED, NOTED] })).toBe(false);
    const elsewhere = { decide: { ...edges.decide, from: ['granted'] } };
    expect(awaited('note', { edges: elsewhere })).toBe(false);
    expect(awaited('note', { edges, marks: { decide: { optional: true } } })).toBe(false);
  });

  it('is what its row says', () => {
    const marks = { note: { awaited: ({ notes }: { notes: number }) => notes === 0 } };
    expect(awaited('note', { marks })).toBe(true);
    expect(awaited('note', { marks, told: [APPLIED, NOTED] })).toBe(false);
  });

  it('is nothing that need not be, wherever it leads', () => {
    expect(awaited('decide', { marks: { decide: { optional: true } } })).toBe(false);
    expect(awaited('decide', { marks: { decide: { goesOnElsewhere: true } } })).toBe(false);
  });

  it('is of what has ended only what its row says', () => {
    const told = [APPLIED, GRANTED];
    expect(awaited('decide', { told })).toBe(false);
    expect(awaited('note', { told, marks: { note: { awaited: () => true } } })).toBe(true);
  });
});

describe('what somebody might ever wait for', () => {
  const may = (command: string, marks: Marks = {}, more: Partial<Edge> = {}) =>
    mayBeAwaited(
      { ...permit.transitions[command], ...marks },
      { command, edges: { apply, note, decide: { ...decide, ...more } } },
    );

  it('is all that is ever awaited', () => {
    expect(may('decide')).toBe(true);
    expect(may('note')).toBe(false);
    expect(may('note', { awaited: () => false })).toBe(true);
    expect(may('note', {}, { needs: [['measure', 'note']] })).toBe(true);
    expect(may('decide', { optional: true })).toBe(false);
  });
});

describe('what keeps everybody from a command', () => {
  const kept = (blocked: Rows[string]['blocked'], ...people: string[]) => {
    const note = { ...permit.transitions.note, blocked };
    const workflow = { ...permit, transitions: { ...permit.transitions, note } };
    return isKeptFromAll({ ...situation([APPLIED], [JUDGE]), workflow }, 'note', people);
  };

  it('stands there, whoever came', () => {
    expect(kept(({ notes }) => notes === 0 && 'not-yet', 'joe')).toBe(true);
    expect(kept(({ notes }) => notes > 0 && 'noted-enough')).toBe(false);
    expect(kept(undefined)).toBe(false);
  });

  it('is nothing that lets through one of those who handle it, or anybody else but them', () => {
    const isJoe = (who: { personId: string }) => who.personId === 'joe';
    expect(kept((_, { who }) => !isJoe(who) && 'not-his', 'joe')).toBe(false);
    expect(kept((_, { who }) => !isJoe(who) && 'not-his', 'ann')).toBe(true);
    expect(kept((_, { who }) => isJoe(who) && 'four-eyes', 'joe')).toBe(false);
  });
});
