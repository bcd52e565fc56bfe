import { connect } from 'node:net';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { FIRST_VERSION } from '../support/first-version.js';
import { DISCOVERY, openOffice, type TestOffice } from '../support/organisation.js';

describe('the API, asked,', () => {
  let office: TestOffice;
  beforeAll(async () => void (office = await openOffice({ shipped: FIRST_VERSION })));
  afterAll(() => office.dispose());

  const discover = (body: unknown = DISCOVERY) =>
    office.ask('POST', '/api/clues', { as: 'admin-nn', body });
  const transfer = (id: string) =>
    office.ask('POST', `/api/clues/${id}/transfer`, {
      as: 'admin-nn',
      body: { to: 'qx', direction: 'down' },
      headers: { 'if-match': '"1"' },
    });

  describe('questions', () => {
    it('wait for one’s own write, and name a bad parameter', async () => {
      const made = await discover();
      const list = await office.ask('GET', `/api/clues?after=${made.body.receipt}&limit=100`, {
        as: 'admin-nn',
      });
      expect(list.body.items.map(({ clue }: { clue: string }) => clue)).toContain(made.body.id);
      const bad = await office.ask('GET', '/api/overdue?asOf=yesterday-ish', {
        as: 'supervisor-gx',
      });
      expect([bad.status, bad.body.errors[0].path]).toEqual([400, 'asOf']);
      expect(
        (await office.ask('GET', '/api/overdue?colour=pink', { as: 'supervisor-gx' })).status,
      ).toBe(400);
    });

    it('page without gap or repetition, and only their own cursors', async () => {
      for (let n = 0; n < 5; n++) await discover();
      await office.installation.runner.catchUp();
      const seen: string[] = [];
      let path = '/api/clues?limit=2';
      for (;;) {
        const { body } = await office.ask('GET', path, { as: 'admin-nn' });
        seen.push(...body.items.map(({ clue }: { clue: string }) => clue));
        if (!body.next) break;
        path = `/api/clues?limit=2&page=${body.next}`;
      }
      expect(new Set(seen).size).toBe(seen.length);
      const all = await office.ask('GET', '/api/clues?limit=100', { as: 'admin-nn' });
      expect(seen).toEqual(all.body.items.map(({ clue }: { clue: string }) => clue));
      const { next } = (await office.ask('GET', '/api/clues?limit=1', { as: 'admin-nn' })).body;
      expect(
        (
          await office.ask('GET', `/api/clues?limit=1&state=closing&page=${next}`, {
            as: 'admin-nn',
          })
        ).status,
      ).toBe(400);
    });

    it('find a Chinese name of two characters, for those who may read content alone', async () => {
      await discover({ ...DISCOVERY, summary: '群众反映陈某某虚报项目资金' });
      await office.installation.runner.catchUp();
      const found = await office.ask('GET', `/api/clues?q=${encodeURIComponent('资金')}`, {
        as: 'head-nn',
      });
      expect(found.body.items).toHaveLength(1);
      const masked = await office.ask('GET', `/api/clues?q=${encodeURIComponent('资金')}`, {
        as: 'admin-nn',
      });
      expect(masked.body.items).toEqual([]);
      const none = await office.ask('GET', `/api/clues?q=${encodeURIComponent('资产')}`, {
        as: 'head-nn',
      });
      expect(none.body.items).toEqual([]);
    });
  });

  describe('live events', () => {
    /** Reads server-sent events until `count` have come; answers their data with their ids. */
    const listen = async (
      as: string,
      { count, lastId, act }: { count: number; lastId?: string; act?: () => Promise<unknown> },
    ) => {
      const token = await office.tokenOf(as);
      const { port } = new URL(office.server.url);
      const socket = connect(Number(port), '127.0.0.1');
      const last = lastId ? `Last-Event-ID: ${lastId}\r\n` : '';
      socket.write(
        `GET /api/live HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n${last}\r\n`,
      );
      let text = '';
      let acted = false;
      for await (const chunk of socket) {
        text += String(chunk);
        if (!acted && text.includes(': cluetrail')) {
          acted = true;
          void act?.();
        }
        if ((text.match(/^data: /gm) ?? []).length >= count) break;
      }
      socket.destroy();
      return [...text.matchAll(/id: (\S+)\nevent: (\w+)\ndata: (.*)\n/g)].map(
        ([, id, kind, data]) => ({ cursor: id, kind, ...JSON.parse(data) }),
      );
    };

    it('tell what happens, and resume without a gap', async () => {
      let id = '';
      const first = await listen('admin-nn', {
        count: 1,
        act: async () => (id = (await discover()).body.id),
      });
      expect(first[0]).toMatchObject({ kind: 'clue', type: 'ClueDiscovered', version: 1 });
      await transfer(id);
      const [next] = await listen('admin-nn', { count: 1, lastId: first[0].cursor });
      expect(next).toMatchObject({ id: expect.any(String), type: 'ClueTransferred', version: 2 });
    });

    it('are only of what the caller may see', async () => {
      const heard = await listen('admin-gl', {
        count: 1,
        act: async () => {
          await discover();
          await office.ask('POST', '/api/clues', {
            as: 'admin-gl',
            body: { ...DISCOVERY, summary: '另一条' },
          });
        },
      });
      expect(heard).toHaveLength(1);
      expect(
        (await office.ask('GET', `/api/clues/${heard[0].id}`, { as: 'admin-gl' })).status,
      ).toBe(200);
    });
  });

  describe('its description', () => {
    it('agrees with what the server accepts', async () => {
      const { body: document } = await office.ask('GET', '/api/openapi.json');
      expect(document.openapi).toBe('3.1.0');
      const ajv = new Ajv2020({ strict: false });
      const { components } = document;
      const check = ajv.compile({ $ref: '#/components/schemas/DiscoverCommand', components });
      const samples: unknown[] = [
        DISCOVERY,
        { ...DISCOVERY, happenedAt: '2021-10-01', reason: 'x' },
        { ...DISCOVERY, level: 'L2' },
        { ...DISCOVERY, level: 'L9' },
        { ...DISCOVERY, subjects: [] },
        { ...DISCOVERY, subjects: [{ personId: 'UPPER' }] },
        { ...DISCOVERY, subjects: [{ personId: 'chen', extra: 1 }] },
        { ...DISCOVERY, extra: 1 },
        { ...DISCOVERY, summary: '' },
        { source: 'audit' },
        {},
      ];
      const server = await Promise.all(
        samples.map(async (body) => (await discover(body)).status === 201),
      );
      expect(samples.map((body) => check(body))).toEqual(server);
    });
  });
});
