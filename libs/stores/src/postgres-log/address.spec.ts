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

  it('refuses two logs', () => {
    expect(() => addressOf(`${AT}?log=a&log=b`)).toThrow('expected one log=NAME, found a and b');
  });
});
