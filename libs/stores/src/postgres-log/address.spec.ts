import { addressOf } from './address.js';

const AT = 'postgres://cluetrail@db.example.org/clues';

describe('the address of a log on PostgreSQL', () => {
  it.each(['', '?log=archive', '?sslmode=verify-full&application_name=x&log=archive'])(
    'takes its log and what the driver knows: %s',
    (search) => {
      const { schema, place, connectionString } = addressOf(`${AT}${search}`);
      const log = search === '' ? 'cluetrail_log' : 'archive';
      expect([schema, place]).toEqual([log, `PostgreSQL db.example.org/clues, schema ${log}`]);
      expect(connectionString).not.toContain('log=');
    },
  );

  it.each([
    ['?Log=archive', '"Log"'],
    ['?lgo=archive', '"lgo"'],
    ['?log=archive&dbname=other', '"dbname"'],
    ['?hostaddr=10.0.0.1', '"hostaddr"'],
  ])('refuses what would be passed over, and lead elsewhere: %s', (search, found) => {
    expect(() => addressOf(`${AT}${search}`)).toThrow(
      expect.objectContaining({
        code: 'no-store',
        message: expect.stringMatching(`^store: expected log=NAME or .*sslmode.*, found ${found}$`),
      }),
    );
  });

  it.each([
    'postgres:cluetrail:SECRET@h/db',
    'postgres:/cluetrail:SECRET@h/db',
    'postgres:SECRET',
    'postgres://cluetrail:12/SECRET@h/db',
    'postgres://u:p@SECRET#w/rd?x@127.0.0.1/db',
    'postgres://u:p@SECRET/w@127.0.0.1/db',
    'postgres://u:12?SECRET@h/db',
    'postgres://u:x?SECRET@h/db',
    'postgres://u:12?SECRET=x@h/db',
    'postgres://h/SECRET/db',
    'postgres://h/SECRET%zz',
  ])('refuses an address that is none, and tells nothing of it: %s', (url) => {
    const refusal = expect.objectContaining({
      code: 'no-store',
      message: expect.stringMatching(/^store: (?!.*SECRET).*found another address/),
    });
    expect(() => addressOf(url)).toThrow(refusal);
  });

  it.each(['u:pa@ss@h/db', '/db?host=/run/postgresql', 'h/db?user=me@example.org', 'h', 'h/'])(
    'takes what the driver takes: %s',
    (rest) => expect(addressOf(`postgres://${rest}`).schema).toBe('cluetrail_log'),
  );

  it('refuses two logs', () => {
    expect(() => addressOf(`${AT}?log=a&log=b`)).toThrow('expected one log=NAME, found a and b');
  });
});
