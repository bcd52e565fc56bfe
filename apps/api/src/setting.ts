import { createServer } from 'node:net';

/** A value of an option or a variable that says nothing of use: one line names it, what is allowed and what was found. */
export class SettingRefused extends Error {
  constructor(name: string, expected: string, found: string) {
    super(`${name}: expected ${expected}, found ${found.trim() === '' ? 'nothing' : found}`);
  }
}

/** A value, and the option or the variable that held it. */
export interface Said {
  readonly name: string;
  readonly text: string;
}

export interface Setting<T> {
  readonly expected: string;
  /** Undefined where the text says nothing of use. */
  of(text: string): T | undefined;
}

/** What was said, without the blanks around it. Throws {@link SettingRefused}. */
export function valueOf<T>({ name, text }: Said, setting: Setting<T>): T {
  const value = setting.of(text.trim());
  if (value === undefined) throw new SettingRefused(name, setting.expected, text);
  return value;
}

export const DEFAULT_DIRECTORY = '.cluetrail/data';

export const DIRECTORY: Setting<string> = { expected: 'a directory', of: filled };
export const FILE: Setting<string> = { expected: 'a file', of: filled };
// An empty one would listen on every address.
export const ADDRESS: Setting<string> = { expected: 'an address of this machine', of: filled };

export const PORT: Setting<number> = {
  expected: '0 to 65535',
  of: (text) => (/^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined),
};

/** An address on which this machine can listen. Tried, on any free port: only so nothing is made for one that is not. */
export async function addressOf(said: Said): Promise<string> {
  const host = valueOf(said, ADDRESS);
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.on('error', () => reject(new SettingRefused(said.name, ADDRESS.expected, said.text)));
    probe.listen({ host, port: 0 }, () => probe.close(() => resolve()));
  });
  return host;
}

function filled(text: string): string | undefined {
  return text === '' ? undefined : text;
}
