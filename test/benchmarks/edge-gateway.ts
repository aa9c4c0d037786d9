import { createGateway } from '@hookline/gateway';
import { FolderBodyStore, JetStreamLog } from '@hookline/log';
import { createRedactor } from '@hookline/redaction';
import { HttpHost } from '@hookline/service';

// A gateway as a process of its own, for the edge's benchmark: `node edge-gateway.ts <broker connection as JSON> <folder>`.
const log = await JetStreamLog.open(JSON.parse(process.argv[2]!));
const app = createGateway({
  log,
  bodies: new FolderBodyStore(process.argv[3]!),
  redactor: createRedactor({ key: 'k'.repeat(32) }),
  verifier: {
    verify: async () => ({ tokenId: 't', name: 'bench', kind: 'edge', tenant: 'default', scopes: ['ingest'] }),
  },
  limits: { eventsPerSecondMax: 1_000_000 },
});
const host = await HttpHost.listen('127.0.0.1', 0);
host.mount('/v1/events', app.fetch, { methods: ['POST'] });
process.stdout.write(`${host.url}\n`);
