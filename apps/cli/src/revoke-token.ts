import type { Command } from 'commander';
import { administering, type Reaching, show, withConnection } from './reaching.js';

/** person revoke-token: for a token that was lost, or a person who left. */
export function revokeToken(person: Command): void {
  administering(person.command('revoke-token <person>'))
    .description('make tokens of a person void at once')
    .option('--label <label>', 'only those that were issued under this label (default: all)')
    .action((personId: string, options: Reaching & { label?: string }) =>
      withConnection(options, async (connection) => {
        const body = JSON.stringify({ personId, label: options.label });
        show(await connection.json('POST', '/admin/token/revoke', { body }), options);
      }),
    );
}
