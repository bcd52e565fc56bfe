import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Failure } from './failure.js';
import { followed } from './progress.js';
import { administering, looking, placing, type Reaching, show } from './reaching.js';

/** log backup: beside a running server too, through its socket. */
export function backupCommand(program: Command): void {
  const log = program.commands.find((one) => one.name() === 'log');
  if (!log) throw new Error('unreachable: copyCommand makes "log"');
  placing(administering(log.command('backup <to>')))
    .description(
      'back the log up to a directory, or to a file ….db, while it is written, and read the copy back. Keys are no part of it, and must not lie beside it: a key that is destroyed would live on there; back up keys.db and the master key apart, for a shorter time. Attachments are files that never change: copy them yourself',
    )
    .action((to: string, options: Reaching) => {
      // A variable that is not set: it would be the directory in which one happens to stand.
      if (to.trim() === '')
        throw new Failure('log backup: expected a directory or a file ….db, found an empty name');
      return looking(options, async (connection) => {
        const lines = await connection.send('POST', '/admin/backup', {
          body: JSON.stringify({ to: resolve(to) }),
        });
        show(await followed(lines, { title: 'backup', quiet: options.json }), options);
      });
    });
}
