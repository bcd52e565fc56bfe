import { connect } from 'node:net';

/** A socket file without a server behind it is what a kill leaves. */
export function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socketPath)
      .on('connect', () => resolve((probe.destroy(), true)))
      .on('error', () => resolve(false));
  });
}
