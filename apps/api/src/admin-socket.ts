import { existsSync, rmSync, chmodSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';

const ADMIN = new WeakSet<Socket>();

/** True for a connection through `DIR/admin.sock`: whoever may open that file administers this directory. */
export function isAdmin(socket: Socket): boolean {
  return ADMIN.has(socket);
}

/** Serves the same routes on `DIR/admin.sock`, mode 0600. The directory is ours alone: a file left there is stale. */
export async function listenOnSocket(
  directory: string,
  route: RequestListener,
): Promise<{ close(): Promise<void> }> {
  const path = join(directory, 'admin.sock');
  if (existsSync(path)) rmSync(path);
  const server = createServer(route);
  server.on('connection', (socket) => ADMIN.add(socket));
  const before = process.umask(0o177);
  try {
    await listening(server, path);
    chmodSync(path, 0o600);
  } finally {
    process.umask(before);
  }
  return { close: () => closed(server) };
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve());
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
