import { openOffice } from '../../../test/support/organisation.js';

describe('the start page', () => {
  it.each([true, false])('names its directory only in a demo (%s)', async (demo) => {
    const office = await openOffice({ demo });
    try {
      const { text } = await office.ask('GET', '/');
      const commands = [...text.matchAll(/<pre>(.*?)<\/pre>/g)].map(([, command]) => command);
      expect(commands).toHaveLength(5);
      const place = demo ? `--data ${office.installation.directory}` : '--as PERSON --data DIR';
      for (const command of commands) expect(command).toContain(place);
      expect(text.includes(office.installation.directory)).toBe(demo);
      for (const link of ['href="/api/openapi.json"', 'href="/health/ready"', '五步导览'])
        expect(text).toContain(link);
    } finally {
      await office.dispose();
    }
  });
});
