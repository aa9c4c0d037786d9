import { readFileSync } from 'node:fs';
import { BusLink, runEdge } from '@hookline/edge';
import { harnesses } from '@hookline/harnesses';
import { createRedactor } from '@hookline/redaction';
import { HttpHost } from '@hookline/service';

// An edge as a process of its own, with a bus that takes everything and holds the pack of one project, for the benchmark
// of answers: `node answering-edge.ts <home> <file with the pack>`.
const [home, packFile] = process.argv.slice(2) as [string, string];
const pack = readFileSync(packFile, 'utf8');
const host = await HttpHost.listen('127.0.0.1', 0);
host.mount(
  '/v1/recall/pack',
  () => new Response(pack, { headers: { 'content-type': 'application/json', etag: '"1"' } }),
);
let position = 0;
host.mount(
  '/v1/events',
  async (request) => {
    const events = (await request.text()).split('\n').filter((line) => line.trim() !== '');
    const given =
      events.length === 1 && events[0]!.startsWith('[')
        ? (JSON.parse(events[0]!) as { id: string }[])
        : events.map((line) => JSON.parse(line) as { id: string });
    return Response.json({ results: given.map(({ id }) => ({ id, status: 'stored', position: ++position })) });
  },
  { methods: ['POST'] },
);
await runEdge(
  {
    home,
    host: 'bench',
    actor: 'ann',
    bus: new BusLink({ url: host.url, token: 'bench', tokenFile: '' }),
    redactor: createRedactor({ key: 'k'.repeat(32) }),
    harnesses,
    health: { report: () => {} },
    logger: { warn: (fields, message) => console.error(message, fields), info: () => {} },
  },
  new AbortController().signal,
  () => process.stdout.write('ready\n'),
);
