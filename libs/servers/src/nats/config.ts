/** Everything a nats-server of ours is told. Ports: -1 lets the server choose a free one. */
export interface NatsConfig {
  readonly port: number;
  readonly monitorPort: number;
  /** A secret first part of every monitoring path, since monitoring knows no passwords. */
  readonly monitorBasePath: string;
  readonly runDir: string;
  readonly storeDir: string;
  readonly logFile: string;
  readonly user: string;
  readonly password: string;
  /** `always`, or an interval such as `2m`. */
  readonly sync: string;
}

/** The configuration file of the embedded nats-server. */
export function renderNatsConfig(config: NatsConfig): string {
  const text = JSON.stringify;
  return `server_name: hookline
listen: "127.0.0.1:${config.port}"
http: "127.0.0.1:${config.monitorPort}"
http_base_path: ${text(config.monitorBasePath)}
ports_file_dir: ${text(config.runDir)}
pid_file: ${text(`${config.runDir}/nats-server.pid`)}
log_file: ${text(config.logFile)}
logfile_size_limit: 10MB
logfile_max_num: 3

# An event of 256 KB, with room for its headers.
max_payload: 512KB
max_connections: 1000
max_subscriptions: 1000
max_pending: 16MB
write_deadline: "5s"

authorization { user: ${text(config.user)}, password: ${text(config.password)} }

jetstream {
  store_dir: ${text(config.storeDir)}
  sync_interval: ${config.sync === 'always' ? config.sync : text(config.sync)}
  max_mem: 256MB
  max_file: 40GB
  limits { max_ack_pending: 20000, default_max_consumers: 200 }
}
`;
}
