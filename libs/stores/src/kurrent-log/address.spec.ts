import { EventStoreDBClient } from '@eventstore/db-client';
import { fileURLToPath } from 'node:url';
import { addressOf } from './address.js';

const FILE = encodeURIComponent(fileURLToPath(import.meta.url));

describe('the address of a log on KurrentDB', () => {
  it.each([
    ['h?tls=maybe', 'tls to be true or false, found maybe'],
    ['h?tls=', 'tls to be true or false, found nothing'],
    ['h?TLS', 'TLS to be true or false, found nothing'],
    ['h?tlsVerifyCert=false', 'tlsVerifyCert to be true'],
    ['h?tls=false&keepAliveInterval=abc', 'keepAliveInterval to be a whole number'],
    ['h?keep_alive_timeout=-2', 'keep_alive_timeout to be a whole number'],
    ['h?defaultDeadline=-5', 'defaultDeadline to be a whole number above 0'],
    ['h?defaultDeadline=0', 'defaultDeadline to be a whole number above 0'],
    ['h?defaultDeadline=5s', 'defaultDeadline to be a whole number above 0'],
    ['h?maxDiscoverAttempts=0', 'maxDiscoverAttempts to be a whole number above 0'],
    ['h?nodePreference=any', 'nodePreference to be leader, follower, read_only_replica or random'],
    ['h?connectionName=%zz', 'connectionName to be a name, found %zz'],
    ['h?tlsCAFile=/nowhere/ca.pem', 'tlsCAFile to be a file that may be read'],
    [`h?userCertFile=${FILE}`, 'userCertFile and userKeyFile together, found one alone'],
    [`h?userCertFile=${FILE}&userKeyFile=${FILE}`, 'a certificate in userCertFile and its key in'],
    ['h?tls=true&lgo=x', 'an option of KurrentDB or log=NAME, found lgo'],
  ])('refuses by its name what the driver would not take: %s', (rest, expected) => {
    const message = expect.stringMatching(/^CLUETRAIL_STORE: expected (?!.*SECRET).* in esdb:/);
    const named = expect.stringContaining(expected);
    for (const matches of [message, named])
      expect(() => addressOf(`esdb://admin:SECRET@${rest}`, 'CLUETRAIL_STORE')).toThrow(
        expect.objectContaining({ code: 'no-store', message: matches }),
      );
  });

  it.each([
    'h:abc',
    'h:0',
    'h:65536',
    'h:1:2',
    'h,',
    '[::1]:2113',
    'admin:SECRET',
    'admin@h',
    'admin:%zz@h',
    'admin:SEC:RET@h',
    'admin:SECRET@h@x',
    'admin:12/SECRET@h',
    'admin:12?SECRET@h',
    'admin:12?SECRET=x@h?tls=true',
    'h?tls=true?SECRET',
  ])('refuses an address that is none, and tells nothing of it: %s', (rest) => {
    expect(() => addressOf(`esdb://${rest}`)).toThrow(
      expect.objectContaining({
        code: 'no-store',
        message: expect.stringMatching(/^store: expected (?!.*SEC).* found another form/),
      }),
    );
  });

  it.each([
    ['admin:p%40ss%3A@h:2113,h-2:2114?tls=false', 'esdb://h:2113,h-2:2114'],
    ['h/?tls=true&log=archive&connectionName=a%40b=c', 'esdb://h'],
    [`127.0.0.1?tlsCAFile=${FILE}&tls_verify_cert=true`, 'esdb://127.0.0.1'],
    ['h?keepAliveInterval=-1&keepAliveTimeout=20000&defaultDeadline=5000', 'esdb://h'],
    ['h?node-preference=ReadOnlyReplica', 'esdb://h'],
    ['h,i?discoveryInterval=0&gossipTimeout=5&maxDiscoverAttempts=1', 'esdb://h,i'],
  ])('takes what the driver takes: %s', async (rest, place) => {
    const { connection, shown } = addressOf(`kurrentdb://${rest}`);
    expect(shown).toBe(`${place} log ${rest.includes('log=') ? 'archive' : 'cluetrail'}`);
    await EventStoreDBClient.connectionString(connection).dispose();
  });
});
