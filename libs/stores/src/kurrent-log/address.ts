import { StoreRefused } from '../shared/store-refused.js';

/** A KurrentDB store as its address names it. */
export interface Address {
  /** For the driver: without what is ours. */
  readonly connection: string;
  /** Every stream of this log begins with it. */
  readonly prefix: string;
  /** Without user and password: for messages. */
  readonly shown: string;
}

const OPTIONS = new Set([
  ...['tls', 'tlsverifycert', 'tlscafile', 'usercertfile', 'userkeyfile', 'connectionname'],
  ...['maxdiscoverattempts', 'discoveryinterval', 'gossiptimeout', 'nodepreference'],
  ...['defaultdeadline', 'keepaliveinterval', 'keepalivetimeout'],
]);

/**
 * `esdb://HOST[:PORT][,HOST…]?…` or `kurrentdb://…`, each also with `+discover`; the driver's own options, and
 * `log=NAME` (default `cluetrail`) where one cluster carries several logs. Throws StoreRefused `no-store`, a sentence about `thing`, without the password.
 */
export function addressOf(url: string, thing = 'store'): Address {
  const parts =
    /^(?:esdb|kurrentdb)([+]discover)?:\/\/(?:([^@/?]*)@)?([^@/?]+)\/?(?:[?](.*))?$/.exec(url);
  if (!parts)
    throw new StoreRefused(
      'no-store',
      `${thing}: expected esdb://HOST:PORT?tls=true or kurrentdb://…, found another form`,
    );
  const [, discover = '', user, hosts, search = ''] = parts;
  const shown = `esdb${discover}://${hosts}`;
  let log = 'cluetrail';
  const kept: string[] = [];
  for (const pair of search.split('&').filter((one) => one !== '')) {
    const [key, value = ''] = pair.split('=');
    if (key === 'log') log = value;
    else if (OPTIONS.has(key.toLowerCase().replaceAll(/[_-]/g, ''))) kept.push(pair);
    else
      throw new StoreRefused(
        'no-store',
        `${thing}: expected an option of KurrentDB or log=NAME, found ${key} in ${shown}`,
      );
  }
  // Names without a dot never begin one another's prefix; without a hyphen they leave the kind to $ce- projections.
  if (!/^[a-z][a-z0-9_]*$/.test(log))
    throw new StoreRefused(
      'no-store',
      `${thing}: expected log=NAME of a-z, 0-9 and _, found "${log}" in ${shown}`,
    );
  const credentials = user === undefined ? '' : `${user}@`;
  const options = kept.length > 0 ? `?${kept.join('&')}` : '';
  return {
    connection: `esdb${discover}://${credentials}${hosts}${options}`,
    prefix: `${log}.`,
    shown: `${shown} log ${log}`,
  };
}
