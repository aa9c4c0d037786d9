// Asks the memory of a project, and shows where the best answer comes from.
//   node docs/examples/ask-memory.ts github.com/acme/shop "how are the tests run"
import { createClient } from '@hookline/client';

const [project = '', query = ''] = process.argv.slice(2);
const client = createClient({
  url: process.env.HOOKLINE_URL ?? 'http://127.0.0.1:4680',
  token: process.env.HOOKLINE_TOKEN,
});

const { hits } = await client.recall({ query, project, tokens: 300 });
for (const { memory, kind, statement } of hits) process.stdout.write(`${memory} ${kind}: ${statement}\n`);

// What was said in a session is found as well, but is no memory: it stands for itself.
const best = hits.find(({ kind }) => kind !== 'said');
if (best !== undefined) {
  const { evidence } = await client.whyMemory(best.memory);
  for (const { position, session, summary } of evidence)
    process.stdout.write(`  at ${position}, ${session ?? ''}: ${summary}\n`);
}
