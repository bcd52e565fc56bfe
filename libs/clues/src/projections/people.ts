import { type Event, idOf, projection, type Unseal } from '@cluetrail/event-sourcing';

export type PersonRow = {
  readonly person: string;
  readonly name: string;
  readonly unit: string;
  readonly post: string;
};

/** Names in clear, for those who may see them. Empty once the person's key is destroyed. */
export const people = projection<PersonRow>({
  name: 'people',
  version: 1,
  columns: { person: 'text', name: 'text', unit: 'text', post: 'text' },
  indexes: [['person']],
  inClear: true,
  on: {
    PersonRegistered: (_, event, unseal) => rowOf(event, unseal),
    PersonChanged: ([row], event, unseal) => {
      const [changed] = rowOf(event, unseal);
      const kept = row ?? { person: idOf(event.stream), name: '', unit: '', post: '' };
      return [
        {
          ...kept,
          name: changed?.name || kept.name,
          unit: changed?.unit || kept.unit,
          post: changed?.post || kept.post,
        },
      ];
    },
    KeyDestroyed: () => [],
  },
});

function rowOf(event: Event, unseal: Unseal): PersonRow[] {
  const name = unseal(event, 'data.name');
  const unit = unseal(event, 'data.unit');
  const post = unseal(event, 'data.post');
  if (name === undefined && unit === undefined && post === undefined) return [];
  return [{ person: idOf(event.stream), name: name ?? '', unit: unit ?? '', post: post ?? '' }];
}
