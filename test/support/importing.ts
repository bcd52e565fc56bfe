import { request } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { TestOffice } from './organisation.js';

/** The last line of what an import answers. */
export interface Told {
  readonly result?: {
    readonly added: number;
    readonly skipped: number;
    readonly cases: number;
    readonly faults: readonly object[];
  };
  readonly problem?: { readonly code: string; readonly errors: readonly object[] };
}

/** Sends a CSV through the admin socket of a directory in set-up; answers its last line. */
export function imported(office: TestOffice, csv: Readable, mapping = 'receipt'): Promise<Told> {
  return new Promise((resolve, reject) => {
    const made = request(
      {
        socketPath: join(office.directory, 'admin.sock'),
        method: 'POST',
        path: `/admin/import/${mapping}`,
        headers: { 'content-type': 'text/csv' },
      },
      (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
        answer.on('end', () => resolve(JSON.parse(text.trim().split('\n').at(-1) ?? '{}')));
      },
    );
    made.on('error', reject);
    csv.pipe(made);
  });
}

/** The three counts of `totals` at an instant. */
export const totalsAt = async (office: TestOffice, T: string) => {
  const { registered, open, overdue } = (await office.admin('GET', `/api/totals?asOf=${T}`)).body;
  return { registered, open, overdue };
};
