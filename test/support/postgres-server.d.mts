export interface PostgresServer {
  readonly port: number;
  readonly pid: number;
  readonly bin: string;
  readonly data: string;
  readonly directory: string;
  readonly password: string;
  url(of?: { database?: string; user?: string; password?: string; port?: number }): string;
  createDatabase(): Promise<string>;
  query(
    text: string,
    values?: readonly unknown[],
    url?: string,
  ): Promise<readonly Record<string, unknown>[]>;
  start(settings?: readonly string[]): Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<void>;
  dispose(): Promise<void>;
}

export function postgresBinaries(version?: number): string | undefined;

export function startPostgres(options?: {
  version?: number;
  durable?: boolean;
  settings?: readonly string[];
  copyOf?: { readonly data: string; readonly password: string };
}): Promise<PostgresServer>;
