import { createRunner, type ReadDatabase, type ReadTransaction } from '@cluetrail/event-sourcing';
import { openReadModels } from '../open-read-models.js';
import { longHistory } from './long-history.js';
import { counted, matters } from './projections.js';

// A process of its own that kills itself (SIGKILL) at a given call to the database, in or between transactions.
const [place, mode, dieAt] = process.argv.slice(2);
const { store } = await longHistory();
const runner = createRunner({
  store,
  database: dying(await openReadModels(place), Number(dieAt)),
  projections: counted,
  matters,
  batch: 3,
  onCommitted: (position) => process.stdout.write(`${position}\n`),
});
if (mode === 'rebuild') await runner.rebuild();
await runner.catchUp();

function dying(database: ReadDatabase, atCall: number): ReadDatabase {
  let calls = 0;
  const count = (tx: ReadTransaction) =>
    new Proxy(tx, {
      get(target, name) {
        calls += 1;
        if (calls === atCall) process.kill(process.pid, 'SIGKILL');
        const found: unknown = Reflect.get(target, name);
        return typeof found === 'function' ? found.bind(target) : found;
      },
    });
  return {
    transaction: (work) => database.transaction((tx) => work(count(tx))),
    vacuumNeeded: () => database.vacuumNeeded(),
    vacuum: () => database.vacuum(),
    checksum: () => database.checksum(),
    close: () => database.close(),
  };
}
