// The raw log behind a bare thread: what the hop alone costs, without anything else that the product does.
import { parentPort, workerData } from 'node:worker_threads';
import { RawLog } from './raw-log.mjs';

const log = new RawLog(workerData.directory);
parentPort.on('message', (drafts) => {
  if (drafts) log.append(drafts);
  else {
    log.close();
    parentPort.close();
  }
  parentPort.postMessage(log.position);
});
parentPort.postMessage(log.position);
