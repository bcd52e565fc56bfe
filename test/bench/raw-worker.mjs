// The raw log behind a bare thread: what the hop alone costs, without anything else that the product does.
import { parentPort, workerData } from 'node:worker_threads';
import { RawLog } from './raw-log.mjs';

const log = new RawLog(workerData.directory, workerData.room);
parentPort.on('message', (asked) => {
  if (asked === null) {
    log.close();
    parentPort.close();
    parentPort.postMessage(null);
  } else if (Array.isArray(asked)) {
    log.append(asked);
    parentPort.postMessage(log.position);
  } else if ('stream' in asked) handOver(log.bytesOf(asked.stream));
  else handOver(log.bytesBehind(asked.after));
});
parentPort.postMessage(log.position);

/** Their buffers change hands, none is copied. */
function handOver(events) {
  parentPort.postMessage(
    events,
    events.map(({ buffer }) => buffer),
  );
}
