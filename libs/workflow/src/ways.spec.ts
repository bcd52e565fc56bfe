import { edge, permit, RULES } from '../test/permit.js';
import type { Procedure } from './procedure.js';
import { deadEnds, waysOf } from './ways.js';
import type { Table } from './workflow.js';

const OPENING = edge({ by: ['clerk'], from: ['none'], to: 'asked' });
const found = (edges: Procedure['workflows'][string], table: Table = permit) =>
  deadEnds(table, waysOf({ workflows: { permit: edges } }, 'permit'));
const decided = (more: object) =>
  edge({
    by: ['judge'],
    from: ['asked'],
    to: { field: 'outcome', cases: { grant: 'granted', postpone: 'asked' } },
    ...more,
  });

describe('a dead end', () => {
  it('is no state from which there is a way to an end', () => {
    expect(found(RULES.workflows.permit)).toEqual([]);
  });

  it('is a state from which there is none', () => {
    expect(found({ apply: OPENING })).toEqual(['asked']);
    expect(found({ apply: OPENING, note: edge({ by: ['clerk'], from: ['asked'] }) })).toEqual([
      'asked',
    ]);
  });

  it('is none where the way leads by a value that the procedure allows', () => {
    expect(found({ apply: OPENING, decide: decided({}) })).toEqual([]);
    expect(found({ apply: OPENING, decide: decided({ allows: { outcome: ['grant'] } }) })).toEqual(
      [],
    );
  });

  it('is one where every value that it allows leads back', () => {
    const postponed = decided({ allows: { outcome: ['postpone'] } });
    expect(found({ apply: OPENING, decide: postponed })).toEqual(['asked']);
  });

  const HALLS: Table = {
    ...permit,
    states: { ...permit.states, heard: { phase: 'open', title: { en: 'Heard', zh: '已听证' } } },
  };
  const hear = edge({ by: ['judge'], from: ['asked'], to: 'heard' });
  const back = edge({ by: ['judge'], from: ['heard'], to: 'asked' });

  it('is told of the last state alone, where others lead to no other', () => {
    expect(found({ apply: OPENING, note: hear }, HALLS)).toEqual(['heard']);
  });

  it('may be two states, between which it goes to and fro', () => {
    expect(found({ apply: OPENING, note: hear, measure: back }, HALLS)).toEqual(['asked', 'heard']);
    const file = edge({ by: ['judge'], from: ['heard'], to: 'granted' });
    expect(found({ apply: OPENING, note: hear, measure: back, file }, HALLS)).toEqual([]);
  });

  it('is no state into which nothing leads', () => {
    expect(found({ apply: { ...OPENING, to: 'granted' }, note: hear }, HALLS)).toEqual([]);
  });

  it('is none of a kind that knows no end', () => {
    const endless = { ...permit, states: { asked: permit.states['asked'] } };
    expect(found({ apply: OPENING }, endless)).toEqual([]);
  });
});
