import { StoreRefused } from '../shared/store-refused.js';
import { decoded, isOption, optionsFault } from './options.js';

/** A KurrentDB store as its address names it. */
export interface Address {
  /** For the driver: without what is ours. */
  readonly connection: string;
  /** Every stream of this log begins with it. */
  readonly prefix: string;
  /** Without user and password: for messages. */
  readonly shown: string;
}

/**
 * `esdb://HOST[:PORT][,HOST…]?…` or `kurrentdb://…`, each also with `+discover`; the driver's own options, and
 * `log=NAME` (default `cluetrail`) where one cluster carries several logs. Throws StoreRefused `no-store` on what the
 * driver would not take, a sentence about `thing`, without the password.
 */
export function addressOf(url: string, thing = 'store'): Address {
  const { discover, user, hosts, search } = partsOf(url, thing);
  const shown = `esdb${discover}://${hosts}`;
  const refused = (what: string) => new StoreRefused('no-store', `${thing}: ${what} in ${shown}`);
  let log = 'cluetrail';
  const options = new Map<string, string>();
  for (const pair of search.split('&').filter((one) => one !== '')) {
    const [key, ...rest] = pair.split('=');
    const value = rest.join('=');
    if (key === 'log') log = value;
    else if (isOption(key)) options.set(key, value);
    else throw refused(`expected an option of KurrentDB or log=NAME, found ${key}`);
  }
  // Names without a dot never begin one another's prefix; without a hyphen they leave the kind to $ce- projections.
  if (!/^[a-z][a-z0-9_]*$/.test(log))
    throw refused(`expected log=NAME of a-z, 0-9 and _, found "${log}"`);
  const fault = optionsFault(options);
  if (fault !== undefined) throw refused(fault);
  const credentials = user === undefined ? '' : `${user}@`;
  const kept = [...options].map(([key, value]) => `${key}=${value}`);
  return {
    connection: `esdb${discover}://${credentials}${hosts}${kept.length > 0 ? '?' : ''}${kept.join('&')}`,
    prefix: `${log}.`,
    shown: `${shown} log ${log}`,
  };
}

/** Nothing of an address that is none is told: whichever part is not at its place may be the password. */
function partsOf(url: string, thing: string) {
  const parts =
    /^(?:esdb|kurrentdb)([+]discover)?:\/\/(?:([^@/?]*)@)?([^@/?]+)\/?(?:[?]([^@?]*))?$/.exec(url);
  const refused = (what: string) => new StoreRefused('no-store', `${thing}: ${what}`);
  if (!parts)
    throw refused(
      'expected esdb://HOST:PORT?tls=true or kurrentdb://…, found another form; "/", "?", ":" and "@" in a password or a value are written %2F, %3F, %3A and %40',
    );
  const [, discover = '', user, hosts, search = ''] = parts;
  if (user !== undefined && (!/^[^:]+:[^:]+$/.test(user) || decoded(user) === undefined))
    throw refused('expected USER:PASSWORD before the host, found another form');
  if (!hosts.split(',').every(isHost))
    throw refused('expected each host as NAME or NAME:PORT of 1 to 65535, found another form');
  return { discover, user, hosts, search };
}

function isHost(text: string): boolean {
  const found = /^[a-z0-9._-]+(?::(\d{1,5}))?$/i.exec(text);
  const port = Number(found?.[1] ?? 2113);
  return found !== null && port >= 1 && port <= 65_535;
}
