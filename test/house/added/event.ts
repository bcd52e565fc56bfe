import { upcasting } from '@cluetrail/event-sourcing';
import { UPCASTERS } from '@cluetrail/clues';
import { goldenEvent } from '../../golden/read.js';

/** Run in a scratch copy after docs/how-to/change-an-event.md. */
describe('the event that was changed', () => {
  it('is kept in both shapes, and the old one is read as the new one', () => {
    const [old, now] = [1, 2].map((version) => goldenEvent(`VerificationStepRecorded@${version}`));
    expect([old.schemaVersion, now.schemaVersion]).toEqual([1, 2]);
    expect(now.data.kind).toBe('expert-opinion');
    const upcast = upcasting(UPCASTERS);
    expect(upcast(now)).toBe(now);
    expect(upcast({ ...old, data: { ...old.data, kind: 'appraisal' } })).toMatchObject({
      ...{ schemaVersion: 2, data: { kind: 'expert-opinion' } },
    });
  });
});
