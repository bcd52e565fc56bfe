/** What whoever is refused may do next, by the name of the refusal; the others say so themselves, or have one way only. */
const HELPS: Readonly<Record<string, string>> = {
  'behind-pin':
    'put a later copy of the log back, or, where there is none, serve --accept-loss LEAF --as PERSON --reason TEXT',
  'log-behind-keys':
    'put a later copy of the log back, or, where there is none, serve --accept-loss LEAF --as PERSON --reason TEXT',
  'pin-missing':
    'put the pin.json of the last backup back if nothing was recorded since, else serve --accept-loss LEAF --as PERSON --reason TEXT',
  'pin-damaged': 'move it away: the next start names the last event, and what to do',
  'other-log':
    'give the address of the log that this directory served, or serve this one from a directory of its own',
  'keys-missing':
    'put keys.db back from its newest backup, or begin with --accept-missing-keys where there is none',
  'keys-damaged':
    'put its newest copy back, or, where there is none, move it away and begin with --accept-missing-keys',
  'keys-unreadable':
    'give the service its rights on it, or make room, and start again: the keys may be good, and none is given up',
  'key-wrong': 'name the one that was written when the directory was begun, with --key-file',
  'key-file-missing':
    'put it back, or say with --key-file where it lies; no other opens these keys',
  'read-models-damaged': 'delete it: it is built anew from the log',
};

/** The message with what helps, in one clause. */
export function withHelp(code: string, message: string): string {
  const helps = HELPS[code];
  return helps === undefined ? message : `${message}; ${helps}`;
}
