import type { Command } from 'commander';
import { type Beginning, beginning } from './beginning.js';
import type { ConnectOptions } from './connection.js';
import { textOf } from './files.js';
import type { Outcome } from './outcome.js';
import { peopleCommands } from './people-commands.js';
import { administering, placing, type Reaching, show, withConnection } from './reaching.js';
import { revokeToken } from './revoke-token.js';

/** org apply · person … · procedures check · keys destroy: what an administrator does. */
export function organisationCommands(program: Command, outcome: Outcome): void {
  const org = program.command('org').description('organs, people and appointments');
  placing(administering(org.command('apply <file>')))
    .description('bring the organisation to what a YAML file says; applying twice changes nothing')
    .option('--dry-run', 'say what would change, and change nothing')
    .action(async (file: string, options: Reaching & Beginning) => {
      const call = yaml(file);
      const applied = await beginning(options, (connection, { dryRun }) =>
        connection.json('POST', '/admin/org', { ...call, query: dryRun ? { dryRun: '1' } : {} }),
      );
      show(applied, options);
    });
  const person = program.command('person').description('people who use the system');
  administering(person.command('token <person>'))
    .description('issue a token; it is shown once')
    .option('--label <label>', 'what it is for, in words that name nobody', 'command line')
    .action((personId: string, options: Reaching & { label: string }) =>
      withConnection(options, async (connection) => {
        const body = JSON.stringify({ personId, label: options.label });
        show(await connection.json('POST', '/admin/token', { body }), options);
      }),
    );
  revokeToken(person);
  peopleCommands(person, outcome);
  const procedures = program.command('procedures').description('procedures as data');
  administering(procedures.command('check <file>'))
    .description('say what is wrong with a procedure, line by line')
    .action(async (file: string, options: Reaching) => {
      const { checkProcedure } = await import('./check-procedure.js');
      show(checkProcedure(textOf(file), file), options);
    });
  placing(administering(procedures.command('publish <file>')))
    .description('publish a new version of a procedure; clues keep theirs')
    .action(async (file: string, options: Reaching & ConnectOptions) => {
      const call = yaml(file);
      const published = await beginning(options, (connection) =>
        connection.json('POST', '/admin/procedures', call),
      );
      show(published, options);
    });
  const keys = program.command('keys').description('keys of personal data');
  administering(keys.command('destroy <stream>'))
    .description(
      'ask that what is sealed under the key of a person-…, clue-…, case-… or report-… stream be erased for ever; another person confirms',
    )
    .requiredOption(
      '--reason <text>',
      'why; sealed in a request, kept in clear by a confirmation: then name nobody',
    )
    .option('--confirm', 'destroy the key, as another person asked within the last 30 days')
    .action((stream: string, options: Reaching & { reason: string; confirm?: true }) =>
      withConnection(options, async (connection) => {
        const body = JSON.stringify({ stream, reason: options.reason, confirm: options.confirm });
        show(await connection.json('POST', '/admin/keys/destroy', { body }), options);
      }),
    );
}

function yaml(file: string): { body: string; type: string } {
  return { body: textOf(file), type: 'application/yaml' };
}
