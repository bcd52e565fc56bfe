import { withoutClues } from './other-clues.js';

describe('what an event says of clues that its reader may not see', () => {
  const without = (data: object) => withoutClues(data, new Set(['hidden']));
  const SEALED = { sealed: true };

  it('is that there are such, wherever it names them', () => {
    expect(without({ clueId: 'hidden', relation: 'same-matter' })).toEqual({
      ...{ clueId: SEALED, relation: 'same-matter' },
    });
    expect(without({ survivor: 'hidden', subjects: ['zhao'], recused: ['li'] })).toEqual({
      ...{ survivor: SEALED, subjects: ['zhao'], recused: ['li'] },
    });
    expect(without({ children: [{ clueId: 'seen' }, { clueId: 'hidden' }] })).toEqual({
      children: [{ clueId: 'seen' }, { clueId: SEALED }],
    });
    expect(without({ passes: { via: ['seen', 'hidden'] } })).toEqual({
      passes: { via: ['seen', SEALED] },
    });
  });

  it('is not whom they kept from what came of them', () => {
    const part = { parent: 'hidden', subjects: ['zhao'], recused: ['qian'] };
    expect(without(part)).toEqual({ parent: SEALED, subjects: ['zhao'], recused: SEALED });
    expect(without({ ...part, parent: 'seen' })).toEqual({ ...part, parent: 'seen' });
  });
});
