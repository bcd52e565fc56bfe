export type RefusedCode =
  | 'in-use'
  | 'overtaken'
  | 'log-missing'
  | 'not-a-log'
  | 'pin-missing'
  | 'pin-damaged'
  | 'behind-pin'
  | 'log-behind-keys'
  | 'not-behind-pin'
  | 'other-leaf'
  | 'other-log'
  | 'copy-unfinished'
  | 'log-damaged'
  | 'log-unreadable'
  | 'sqlite-too-old'
  | 'postgres-too-old'
  | 'backup-exists'
  | 'backup-impossible'
  | 'not-durable'
  | 'store-full'
  | 'role-may-alter'
  | 'role-missing'
  | 'no-store'
  | 'read-models-damaged'
  | 'read-models-full'
  | 'read-models-refused'
  | 'read-models-unreadable';

/** Facts of a refusal as text: positions in decimal, leaves in hexadecimal. */
export type RefusedDetail = Readonly<Record<string, string>>;

/** A log that must not be opened, or read on, as it stands. One sentence: the thing, what was expected, what was found. */
export class StoreRefused extends Error {
  constructor(
    readonly code: RefusedCode,
    message: string,
    readonly detail: RefusedDetail = {},
  ) {
    super(message);
    this.name = 'StoreRefused';
  }
}

/** Of a copy: what came before stands. */
export function copyFull(found: string): StoreRefused {
  return new StoreRefused(
    'store-full',
    `expected room on its disk, found "${found}"; make room and give the same "cluetrail log copy" again, it goes on where it ended`,
    { expected: 'room on its disk', found },
  );
}

/** A log that holds the beginning of another one, and looks like a whole one. */
export function copyUnfinished(place: string): StoreRefused {
  return new StoreRefused(
    'copy-unfinished',
    `${place}: expected a whole log, found a copy that was begun and not read back to its end; give the same "cluetrail log copy" again, it goes on where it ended`,
    { place, expected: 'a whole log', found: 'an unfinished copy' },
  );
}
