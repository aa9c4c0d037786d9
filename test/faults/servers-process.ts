// nats-server and PostgreSQL with their supervisor, as a process of its own: `node servers-process.ts <home>` with an
// IPC channel, over which it tells where they answer and under which pids. It ends, and they with it, when the
// channel does.
import { startServers } from '@hookline/servers';

const tell = (message: object) => {
  if (process.connected) process.send!(message);
};
const servers = await startServers({
  home: process.argv[2]!,
  settings: process.env,
  onStatus: (server, { state, pid }) => tell({ server, state, pid }),
});
const end = async () => {
  await servers.stop();
  process.exit(0);
};
process.once('disconnect', end);
process.once('SIGTERM', end);
process.on('SIGINT', () => {});
for (const [server, { state, pid }] of Object.entries(servers.status())) tell({ server, state, pid });
tell({ up: { natsUrl: servers.nats.url, connection: servers.nats.connection, databaseUrl: servers.postgres.url } });
