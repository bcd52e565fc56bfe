import { addressOf, SettingRefused } from './setting.js';

describe('an address to listen on', () => {
  it.each(['127.0.0.1', '0.0.0.0', ' localhost '])('may be %s', async (text) => {
    expect(await addressOf({ name: 'HOST', text })).toBe(text.trim());
  });

  it.each([
    ...['', ' ', '::g', 'nonsense.invalid'],
    // For documentation alone (RFC 5737): no machine has it.
    '192.0.2.1',
  ])('is not "%s", which is refused by the name of what held it', async (text) => {
    await expect(addressOf({ name: '--host', text })).rejects.toEqual(
      new SettingRefused('--host', 'an address of this machine', text),
    );
  });
});
