import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';

describe('a command', () => {
  let office: TestOffice;
  beforeAll(async () => void (office = await openOffice()));
  afterAll(() => office.dispose());

  const discover = (body: object) => office.ask('POST', '/api/clues', { as: 'admin-nn', body });

  it('opens a clue about people who are registered, each named once, and says which is not', async () => {
    const { id } = (
      await office.ask('POST', '/api/people', { as: 'admin-nn', body: { name: '梁某' } })
    ).body;
    const about = async (...people: readonly string[]) => {
      const subjects = people.map((personId) => ({ personId }));
      const { status, body } = await discover({ ...DISCOVERY, subjects });
      return [status, body.code, body.details?.field];
    };
    expect(await about('chen', id)).toEqual([201, undefined, undefined]);
    expect(await about('chen', '00000000-0000-4000-8000-000000000000')).toEqual([
      409,
      'subject-not-registered',
      'subjects[1].personId',
    ]);
    expect(await about(id, 'chen', id)).toEqual([409, 'subject-twice', 'subjects[2].personId']);
  });
});
