import { openPostgresLog, type PostgresLog } from '@cluetrail/stores';
import {
  postgresBinaries,
  type PostgresServer,
  startPostgres,
} from '../support/postgres-server.mjs';
import { often } from '../support/often.js';
import { eventStoreContract } from './event-store.contract.js';

/** The newest that was tried, and the oldest that is served: that one is for `npm run long`. */
for (const version of often([15, 18], [18]))
  (postgresBinaries(version) ? describe : describe.skip)(`PostgreSQL ${version}`, () => {
    let server: PostgresServer;
    let logs = 0;
    beforeAll(async () => (server = await startPostgres({ version })));
    afterAll(() => server?.dispose());

    eventStoreContract(`PostgreSQL ${version}`, async (clock) => {
      const name = `log_${++logs}`;
      const url = `${server.url()}?log=${name}`;
      let store: PostgresLog = await openPostgresLog({ url, clock, create: true });
      const reopen = async (): Promise<PostgresLog> => {
        await store.close();
        return (store = await openPostgresLog({ url, clock, create: false, tail: 0 }));
      };
      return {
        store,
        reopen,
        damage: async (position) => {
          await store.close();
          // As only an owner can, who takes away the trigger that guards the table.
          await server.query(`ALTER TABLE ${name}.events DISABLE TRIGGER events_are_final`);
          await server.query(
            `UPDATE ${name}.events SET bytes = set_byte(bytes, 40, get_byte(bytes, 40) # 1) WHERE position = $1`,
            [position],
          );
          return reopen();
        },
        dispose: () => store.close(),
      };
    });
  });
