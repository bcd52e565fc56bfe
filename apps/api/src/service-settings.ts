/** A variable of the environment that says nothing of use: one line names it, what is allowed and what was found. */
export class SettingRefused extends Error {
  constructor(name: string, expected: string, found: string) {
    super(`${name}: expected ${expected}, found ${found.trim() === '' ? 'nothing' : found}`);
  }
}

/**
 * What the environment says of a server as a service, or its defaults. Throws {@link SettingRefused}. Where log and read
 * models lie is looked at when they are opened: the directory may remember another place.
 */
export function settingsOf(environment: NodeJS.ProcessEnv) {
  const settingOf = <T>(name: string, setting: Setting<T>, otherwise: T): T => {
    const text = environment[name];
    if (text === undefined) return otherwise;
    const value = setting.of(text.trim());
    if (value === undefined) throw new SettingRefused(name, setting.expected, text);
    return value;
  };
  return {
    directory: settingOf('CLUETRAIL_DATA', DIRECTORY, '.cluetrail/data'),
    store: environment['CLUETRAIL_STORE'],
    read: environment['CLUETRAIL_READ'],
    keyFile: settingOf<string | undefined>('CLUETRAIL_KEY_FILE', FILE, undefined),
    host: settingOf('HOST', ADDRESS, '127.0.0.1'),
    port: settingOf('PORT', PORT, 3000),
    hosts: settingOf<readonly string[] | undefined>('CLUETRAIL_HOSTS', NAMES, undefined),
    level: settingOf('CLUETRAIL_LOG', LEVEL, 'info'),
    create: settingOf('CLUETRAIL_CREATE', SWITCH, false),
    volatile: settingOf('CLUETRAIL_VOLATILE', SWITCH, false),
  };
}

interface Setting<T> {
  readonly expected: string;
  /** Undefined where the text says nothing of use. */
  of(text: string): T | undefined;
}

const DIRECTORY: Setting<string> = { expected: 'a directory', of: said };
const FILE: Setting<string> = { expected: 'a file', of: said };
// An empty one would listen on every address.
const ADDRESS: Setting<string> = { expected: 'an address of this machine', of: said };

const PORT: Setting<number> = {
  expected: '0 to 65535',
  of: (text) => (/^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined),
};

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
const LEVEL: Setting<string> = {
  expected: `one of ${LEVELS.join(', ')}`,
  of: (text) => LEVELS.find((level) => level === text),
};

const SWITCH: Setting<boolean> = {
  expected: '1, or 0 or nothing',
  of: (text) => (['1', '0', ''].includes(text) ? text === '1' : undefined),
};

const NAME = /^([a-z0-9_.-]+|\[[0-9a-f:.]+\])$/;
const NAMES: Setting<readonly string[]> = {
  expected: 'host names without scheme and port, parted by commas',
  of(text) {
    const names = text.split(',').map((name) => name.trim().toLowerCase());
    return names.every((name) => NAME.test(name)) ? names : undefined;
  },
};

function said(text: string): string | undefined {
  return text === '' ? undefined : text;
}
