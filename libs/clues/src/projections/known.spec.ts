import { Directory } from '@cluetrail/access';
import { systemEvent } from '../testing/office.js';
import { pathIn } from './known.js';

const organ = (id: string, parent?: string) =>
  systemEvent(`organ-${id}`, 'OrganEstablished', {
    ...(parent && { parent }),
    ...{ name: { en: id, zh: id }, tier: 'county', region: 'CN', zone: 'Asia/Shanghai' },
  });
const merged = (id: string, into: string) => ({
  ...systemEvent(`organ-${id}`, 'OrganMerged', { into }),
  version: 2,
});

describe('the path of an organ', () => {
  const tree = [
    organ('bijie'),
    organ('nayong', 'bijie'),
    organ('qianxi', 'bijie'),
    organ('unit', 'nayong'),
  ];
  const both = (events: readonly ReturnType<typeof organ>[], id: string) => {
    const directory = new Directory();
    for (const event of events) directory.apply(event);
    const of = (stream: string) => events.filter((event) => event.stream === stream);
    return [pathIn({ events: of }, id), directory.path(id) ?? `/${id}/`];
  };

  it('is the same for lists as for commands, also where organs were merged', () => {
    const paths = (...mergers: readonly ReturnType<typeof merged>[]) =>
      ['bijie', 'nayong', 'unit', 'nowhere'].map((id) => {
        const [listed, decided] = both([...tree, ...mergers], id);
        expect(listed).toBe(decided);
        return listed;
      });
    expect(paths()).toEqual(['/bijie/', '/bijie/nayong/', '/bijie/nayong/unit/', '/nowhere/']);
    expect(paths(merged('nayong', 'qianxi'))).toEqual([
      ...['/bijie/', '/bijie/qianxi/', '/bijie/qianxi/unit/', '/nowhere/'],
    ]);
    expect(paths(merged('nayong', 'qianxi'), merged('qianxi', 'bijie'))).toEqual([
      ...['/bijie/', '/bijie/', '/bijie/unit/', '/nowhere/'],
    ]);
  });
});
