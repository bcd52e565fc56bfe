import { chmodSync, existsSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { answerBareProblems } from './bare-problems.js';

const ADMIN = new WeakSet<Socket>();

/** True for a connection through `DIR/admin.sock`: whoever may open that file administers this directory. */
export function isAdmin(socket: Socket): boolean {
  return ADMIN.has(socket);
}

/** The path of the socket does not fit into what the system allows. */
export class SocketPathTooLong extends Error {
  readonly code = 'path-too-long';

  constructor(path: string, length: number) {
    super(`socket ${path}: expected at most ${PATH_LIMIT_BYTES} bytes, found ${length}`);
  }
}

/** Throws {@link SocketPathTooLong}. */
export function socketPathIn(directory: string): string {
  const path = join(directory, 'admin.sock');
  const length = Buffer.byteLength(path);
  if (length > PATH_LIMIT_BYTES) throw new SocketPathTooLong(path, length);
  return path;
}

/** Serves the same routes on `DIR/admin.sock`, mode 0600. The log is locked for us: a file left there is stale. */
export async function listenOnSocket(
  directory: string,
  route: RequestListener,
): Promise<AdminSocket> {
  const path = socketPathIn(directory);
  if (existsSync(path)) rmSync(path);
  const server = createServer({ requireHostHeader: false }, route);
  answerBareProblems(server);
  server.on('connection', (socket) => ADMIN.add(socket));
  const before = process.umask(0o177);
  try {
    await listening(server, path);
    chmodSync(path, 0o600);
  } finally {
    process.umask(before);
  }
  return {
    close: () => closed(server),
    closeIdle: () => server.closeIdleConnections(),
    cut: () => server.closeAllConnections(),
  };
}

export interface AdminSocket {
  /** Lets running requests end; Node removes the file. */
  close(): Promise<void>;
  /** Ends connections that are kept alive without a request. */
  closeIdle(): void;
  /** Ends all of them where they are. */
  cut(): void;
}

/** `sun_path` holds 104 bytes on macOS and 108 on Linux, with a NUL at the end; a longer one is cut in silence. */
const PATH_LIMIT_BYTES = 103;

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve());
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
