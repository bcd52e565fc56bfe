import type { Sentence } from '@cluetrail/event-sourcing';

/** `behaviour('closing', { 'leaves the ground': given(…).when(…).then(…) })` */
export function behaviour(of: string, sentences: { readonly [says: string]: Sentence }): void {
  describe(of, () => {
    for (const [says, sentence] of Object.entries(sentences)) it(says, sentence);
  });
}
