import type { KurrentLog } from '@cluetrail/stores';

type Page = (...asked: unknown[]) => Promise<{ position: bigint; data: unknown }[]>;

/** The same log, to which the event at a position arrives with other data than it was written with. */
export function altered(log: KurrentLog, position: bigint): KurrentLog {
  const connection: Record<string, Page> = Reflect.get(log, 'options').connection;
  for (const name of ['streamPage', 'allPage', 'allPageBackwards']) {
    const read = connection[name].bind(connection);
    connection[name] = async (...asked) =>
      (await read(...asked)).map((one) =>
        one.position === position ? { ...one, data: { altered: true } } : one,
      );
  }
  return log;
}
