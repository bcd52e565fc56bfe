export type RefusedCode =
  | 'in-use'
  | 'log-missing'
  | 'not-a-log'
  | 'pin-missing'
  | 'pin-damaged'
  | 'behind-pin'
  | 'not-behind-pin'
  | 'other-leaf'
  | 'other-log'
  | 'log-damaged'
  | 'log-unreadable'
  | 'sqlite-too-old'
  | 'postgres-too-old'
  | 'backup-exists'
  | 'backup-impossible'
  | 'not-durable'
  | 'no-store'
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
