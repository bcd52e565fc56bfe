import { LogDamaged } from '@cluetrail/event-sourcing';
import { FilesFull, KeysRefused, KeysUnavailable } from '@cluetrail/access';
import { StoreRefused } from '@cluetrail/stores';
import { problemOf } from './problem.filter.js';

const damaged = new LogDamaged({ position: 3n, expectedLeaf: 'aa', foundLeaf: 'bb' });

describe('an error as a problem', () => {
  it.each([
    [damaged, 503, 'log-damaged'],
    [new StoreRefused('log-damaged', 'position 3'), 503, 'log-damaged'],
    [new StoreRefused('overtaken', 'position 3'), 503, 'log-stopped'],
    [new StoreRefused('in-use', 'cluetrail_read'), 503, 'in-use'],
    [new StoreRefused('read-models-unreadable', 'cluetrail_read'), 503, 'read-models-unreadable'],
    [new StoreRefused('read-models-full', 'read.db'), 507, 'read-models-full'],
    [new FilesFull('draft', new Error('ENOSPC')), 507, 'store-full'],
    [new KeysUnavailable('disk I/O error'), 503, 'unavailable'],
    [new KeysUnavailable('database or disk is full', true), 507, 'store-full'],
    [
      new KeysRefused('keys-damaged', { thing: 'keys', expected: 'whole pages', found: 'none' }),
      503,
      'keys-damaged',
    ],
    [new TypeError('of 陈某某'), 500, 'internal'],
    [{ statusCode: 413 }, 413, 'too-large'],
    [{ statusCode: 302 }, 500, 'internal'],
  ])('%s is %i %s', (error, status, code) => {
    const problem = problemOf(error);
    expect([problem.status, problem.code]).toEqual([status, code]);
    expect(problem.details).toEqual({});
  });
});
