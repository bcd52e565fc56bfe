import { idOf, projection } from '@cluetrail/event-sourcing';
import type { OrganChanged, OrganEstablished, OrganMerged } from '@cluetrail/access';

export type OrganRow = {
  readonly organ: string;
  readonly parent: string | null;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly tier: string;
  readonly region: string;
  readonly zone: string;
  /** The organ that handles its matters now. */
  readonly mergedInto: string | null;
};

export const organs = projection<OrganRow>({
  name: 'organs',
  version: 3,
  columns: {
    organ: 'text',
    parent: 'text?',
    nameEn: 'text',
    nameZh: 'text',
    tier: 'text',
    region: 'text',
    zone: 'text',
    mergedInto: 'text?',
  },
  indexes: [['organ'], ['parent']],
  on: {
    OrganEstablished: (_, { stream, data }) => {
      const { parent, name, tier, region, zone } = data as unknown as OrganEstablished; // the type name says the shape
      return [
        {
          organ: idOf(stream),
          parent: parent ?? null,
          nameEn: name.en,
          nameZh: name.zh,
          tier,
          region,
          zone,
          mergedInto: null,
        },
      ];
    },
    OrganMerged: (rows, { data }) => {
      const { into } = data as unknown as OrganMerged; // the type name says the shape
      return rows.map((row) => ({ ...row, mergedInto: into }));
    },
    OrganChanged: (rows, { data }) => {
      const { name, procedures: _, ...changed } = data as unknown as OrganChanged; // the type name says the shape
      return rows.map((row) => ({
        ...row,
        ...changed,
        ...(name && { nameEn: name.en, nameZh: name.zh }),
      }));
    },
  },
});
