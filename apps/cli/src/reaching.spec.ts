import type { Command } from 'commander';
import { program, run } from './cli.js';

describe('a server elsewhere', () => {
  const leaves = (command: Command, path = ''): (readonly [string, Command])[] =>
    command.commands.flatMap((one) => {
      const here = `${path} ${one.name()}`.trim();
      return one.commands.length > 0 ? leaves(one, here) : [[here, one] as const];
    });

  it('is offered by what everybody does, and not by what the socket alone answers', () => {
    const found = leaves(program({ exitCode: 0 }))
      .filter(([, { options }]) => options.some(({ long }) => long === '--server'))
      .map(([name]) => name);
    expect(found).toEqual([
      ...['query', 'history', 'deadlines', 'state', 'do', 'attach'],
      ...['leave', 'back', 'delegate', 'end-delegation', 'hand-over'].map((one) => `person ${one}`),
    ]);
  });

  it('is refused by name where it is not offered', async () => {
    const written: string[] = [];
    const { write } = process.stderr;
    process.stderr.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
    try {
      expect(await run(['verify', '--server', 'http://127.0.0.1:1'])).toBe(1);
    } finally {
      process.stderr.write = write;
    }
    expect(written[0]).toBe("cluetrail: unknown option '--server'\n");
  });
});
