import { join, resolve } from 'node:path';
import { checkReadModelsAt, nameOfPlace } from '@cluetrail/stores';
import {
  ADDRESS,
  DEFAULT_DIRECTORY,
  DIRECTORY,
  FILE,
  PORT,
  type Setting,
  valueOf,
} from './setting.js';

/**
 * What the environment says of a server as a service, or its defaults. Throws SettingRefused, and StoreRefused `no-store`
 * for an address of a log or of read models that is none. Whether a host is of this machine is looked at by addressOf.
 */
export function settingsOf(environment: NodeJS.ProcessEnv) {
  const settingOf = <T>(name: string, setting: Setting<T>, otherwise: T): T => {
    const text = environment[name];
    return text === undefined ? otherwise : valueOf({ name, text }, setting);
  };
  const placeOf = (name: string, check: (place: string) => unknown): string | undefined => {
    const place = environment[name]?.trim();
    if (place !== undefined) check(place);
    return place;
  };
  const directory = settingOf('CLUETRAIL_DATA', DIRECTORY, DEFAULT_DIRECTORY);
  const own = join(resolve(directory), 'read.db');
  return {
    directory,
    store: placeOf('CLUETRAIL_STORE', (place) => nameOfPlace(place, 'CLUETRAIL_STORE')),
    read: placeOf('CLUETRAIL_READ', (place) => checkReadModelsAt(place, own, 'CLUETRAIL_READ')),
    keyFile: settingOf<string | undefined>('CLUETRAIL_KEY_FILE', FILE, undefined),
    host: settingOf('HOST', ADDRESS, '127.0.0.1'),
    port: settingOf('PORT', PORT, 3000),
    hosts: settingOf<readonly string[] | undefined>('CLUETRAIL_HOSTS', NAMES, undefined),
    level: settingOf('CLUETRAIL_LOG', LEVEL, 'info'),
    create: settingOf('CLUETRAIL_CREATE', SWITCH, false),
    volatile: settingOf('CLUETRAIL_VOLATILE', SWITCH, false),
  };
}

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
