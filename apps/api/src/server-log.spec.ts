import { existsSync } from 'node:fs';
import { Writable } from 'node:stream';
import { lines, serverLog } from './server-log.js';

const NAME = '陈某某';

function logged(error: unknown) {
  let text = '';
  const to = new Writable({ write: (chunk, _, done) => ((text += String(chunk)), done()) });
  serverLog('error', to).error({ err: error }, 'failed');
  return { text, err: JSON.parse(text).err };
}

describe('the log of a server', () => {
  it('tells of an error its kind, its words and where it arose, on one line', () => {
    const { text, err } = logged(
      new Error('log: expected a position', { cause: new Error('why') }),
    );
    expect(text.trimEnd()).not.toContain('\n');
    expect(err).toMatchObject({ type: 'Error', message: 'log: expected a position' });
    expect(err.stack[0]).toMatch(/^at .*server-log[.]spec/);
    expect(err.cause.message).toBe('why');
  });

  it.each([
    ['a field of an error', Object.assign(new Error('refused'), { found: NAME, body: { NAME } })],
    ['what does not parse', thrownBy(() => JSON.parse(`"${NAME}`))],
    ['what has no fields', thrownBy(() => 'code' in (NAME as unknown as object))],
    ['a cause', new Error('x', { cause: thrownBy(() => JSON.parse(NAME)) })],
    ['what is no error', NAME],
  ])('keeps to itself what was entered: %s', (_, error) => {
    expect(logged(error).text).not.toContain(NAME);
  });
});

const onFullDisk = existsSync('/dev/full') ? it : it.skip;

onFullDisk('a line for which the disk has no room troubles nobody', () => {
  const log = serverLog('error', lines('/dev/full'));
  for (let turn = 0; turn < 3; turn++) log.error('failed');
});

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
