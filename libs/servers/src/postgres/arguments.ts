/** `durable` survives power cuts; `test` is fast and may lose everything when the machine stops. */
export type ServerProfile = 'durable' | 'test';

export interface PostgresListening {
  /** Names the socket file also when there is no TCP. */
  readonly port: number;
  readonly tcp: boolean;
}

/** Settings of the running server. The socket lies in the data folder, which only the server's user can enter. */
export function postgresArguments(dataDir: string, listening: PostgresListening, profile: ServerProfile): string[] {
  const settings: Record<string, string> = {
    port: String(listening.port),
    listen_addresses: listening.tcp ? '127.0.0.1' : '',
    unix_socket_directories: '.',
    unix_socket_permissions: '0700',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Errors quote values, so what people wrote; the server's log must hold none of it, and stay small.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    ...(profile === 'test' ? fastSettings : {}),
  };
  return ['-D', dataDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

const fastSettings: Record<string, string> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum_naptime: '1h',
};

/** How a cluster is made: passwords everywhere, and an order of text that depends on no system locale. */
export function initdbArguments(dataDir: string, user: string, passwordFile: string, major: number): string[] {
  return [
    ...['-D', dataDir, '-U', user, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`],
    ...['--encoding=UTF8', '--locale=C'],
    ...(major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []),
  ];
}

/** The facts of a `postmaster.pid` file. */
export interface PostmasterFile {
  readonly pid: number;
  readonly isReady: boolean;
}

/** Line 1 is the pid; line 8 says how far the start has come. */
export function parsePostmasterFile(text: string): PostmasterFile | undefined {
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, isReady: lines[7]?.trim() === 'ready' } : undefined;
}
