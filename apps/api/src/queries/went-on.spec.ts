import type { Effective } from '@cluetrail/event-sourcing';
import { since } from './went-on.js';

/** What the rule looks at of an event. */
function told(type: string, data: object = {}, stream = 'clue-b') {
  return { type, stream, data } as Effective; // nothing else of it is read
}

const heir = { id: 'b', came: 'a' };

describe('what is told of a clue in which another one goes on', () => {
  it('begins with what took that in', () => {
    const came = told('ClueMergedIn', { clueId: 'a' });
    const events = [told('ClueDiscovered'), came, told('ClueMergedIn', { clueId: 'c' })];
    expect(since(events, heir)).toEqual({ known: events.slice(1) });
  });

  it('is all of a part', () => {
    const events = [told('ClueSplitOff', { parent: 'a' }), told('OfficersAssigned')];
    expect(since(events, heir)).toEqual({ known: events });
  });

  it('begins with the last time, where it was given back before', () => {
    const came = told('ClueMergedIn', { clueId: 'a' });
    expect(since([came, told('ClueHeld'), came], heir)).toEqual({ known: [came] });
  });

  it('is nothing as long as nobody told it, nor for what another stream says', () => {
    const other = told('ClueMergedIn', { clueId: 'a' }, 'clue-c');
    expect(since([told('ClueDiscovered'), other], heir)).toEqual({ known: [] });
  });

  it('is no more than that it passed through, where it had gone on itself', () => {
    const passing = told('ClueMergedIn', { clueId: 'a', survivor: 'c' });
    expect(since([passing, told('ClueGivenBack')], heir)).toEqual({
      known: [passing],
      passedTo: { id: 'c', came: 'a' },
    });
  });
});
