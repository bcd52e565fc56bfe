import { readModel } from './read-model.js';

export class NoParameters {}

/** The tree of organs: known to everyone who works here. */
export const organList = readModel({
  name: 'organs',
  title: { en: 'Organs', zh: '机关' },
  about: 'the tree of organs',
  parameters: NoParameters,
  async answer({ installation }) {
    const items = await installation.database.query
      .selectFrom('organs')
      .select(['organ', 'parent', 'nameEn', 'nameZh', 'tier', 'region', 'zone', 'mergedInto'])
      .orderBy('organ')
      .execute();
    return { items };
  },
});

/** Published procedures, every version. */
export const procedureList = readModel({
  name: 'procedures',
  title: { en: 'Procedures', zh: '程序' },
  about: 'published procedures, every version',
  parameters: NoParameters,
  async answer({ installation }) {
    const items = installation.references
      .all()
      .map(({ name, version, title, zone, obligations, workflows }) => ({
        procedure: name,
        version,
        title,
        zone,
        commands: Object.values(workflows).reduce(
          (sum, edges) => sum + Object.keys(edges).length,
          0,
        ),
        obligations: obligations.length,
      }));
    return { items };
  },
});

/** Who I am here, in which offices, and in which zone dates without a time are read. */
export const me = readModel({
  name: 'me',
  title: { en: 'Me', zh: '我' },
  about: 'who I am here, and in which offices',
  parameters: NoParameters,
  async answer({ subject, zone }) {
    return {
      person: subject.personId,
      zone,
      items: subject.appointments.map((one) => ({ ...one })),
    };
  },
});
