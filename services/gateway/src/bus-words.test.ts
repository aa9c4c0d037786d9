import type { Grant, Scope } from '@hookline/access';
import { type CloudEvent, type DataOf, eventId, type Kind, newEvent } from '@hookline/schemas';
import { expect, test } from 'vitest';
import { openGateway } from './test-gateway.ts';

const shop = 'github.com/acme/shop';

function event<K extends Kind>(kind: K, data: DataOf<K>): CloudEvent {
  return newEvent({
    kind,
    id: eventId('presumed', kind, JSON.stringify(data)),
    source: 'urn:hookline:test:codex',
    time: '2026-11-20T10:00:00.000Z',
    project: shop,
    session: 'codex:1',
    origin: 'api',
    data,
  } as never);
}

const memory = 'mem_aaaaaaaa';
const told = { statement: 'deploy on Fridays', as: 'directive', scope: 'project' } as const;
const decided: readonly CloudEvent[] = [
  event('memory.curated', { memory, action: 'approve', by: 'ann' }),
  event('memory.revoked', { sessions: ['codex:2'], actors: [], undone: false, by: 'ann', reason: 'poisoned' }),
  event('memory.recorded', {
    memory,
    memoryKind: 'directive',
    scope: `project:${shop}`,
    status: 'active',
    statement: 'do',
    evidence: [1],
  }),
  event('memory.extracted', {
    extraction: 'x',
    model: 'm',
    prompt: '1',
    from: 1,
    to: 2,
    items: [],
    refused: [],
    tokens: { input: 1, output: 1 },
  }),
  event('team.changed', { team: 'shops', projects: [shop], by: 'ann' }),
  event('project.aliased', { alias: 'github.com/evil/shop', project: shop, by: 'ann' }),
  event('skill.published', { memory, name: 'deploy', as: 'file', path: 'SKILL.md', hash: 'a', by: 'ann' }),
  event('rule.published', { rule: 'r', version: 'v', source: 'api', by: 'ann' }),
  event('rule.fired', { rule: 'r', version: 'v', key: 'k', events: ['e'], positions: [1] }),
  event('orchestration.resumed', { by: 'ann' }),
  event('work.completed', { item: 'i', queue: 'q', attempt: 1, worker: 'w', fence: 1 }),
  event('claim.released', {
    claim: 'c',
    kind: 'path',
    resource: 'a.ts',
    holder: 'h',
    fence: 1,
    reason: 'revoked',
    by: 'ann',
  }),
  event('approval.decided', { approval: 'a', decision: 'approved', by: 'ann', via: 'console' }),
  event('steer.sent', { message: 'm', text: 'do it', by: 'ann', expiresAt: '2026-11-20T11:00:00.000Z' }),
  event('subject.published', { subject: 'agents.x', message: 'm' }),
  event('webhook.delivered', { firing: 'f', url: 'example.com', attempts: 1, outcome: 'failed' }),
  event('memory.remembered', { ...told, by: 'person' }),
  { ...event('memory.remembered', { ...told, by: 'agent', why: 'claims more' }), trust: 'user' },
  event('memory.judged', { memory, verdict: 'helpful', by: 'person' }),
];
const asAgent: readonly CloudEvent[] = [
  event('memory.remembered', { ...told, by: 'agent' }),
  event('memory.judged', { memory, verdict: 'harmful', by: 'agent' }),
  event('prompt.submitted', { text: 'hello', by: 'person' }),
  event('steer.ended', { message: 'm', outcome: 'delivered', surface: 'prompt' }),
  event('guard.decided', { policy: 'p', version: 'v', tool: 'Bash', decision: 'deny', mode: 'enforce' }),
];

const grantOf = (kind: Grant['kind'], scope: Scope, project?: string): Grant => ({
  tokenId: kind,
  name: `a ${kind}'s`,
  kind,
  tenant: 'default',
  scopes: [scope],
  ...(project !== undefined && { project }),
});
const tokens: Readonly<Record<string, Grant>> = {
  edge: grantOf('edge', 'ingest'),
  person: grantOf('person', 'ingest'),
  // An administrator of one project is none of the installation.
  shopAdmin: grantOf('person', 'admin', shop),
  admin: grantOf('person', 'admin'),
};

async function publish(token: string, events: readonly CloudEvent[]) {
  await using gateway = await openGateway({ verifier: { verify: async (text) => tokens[text] } });
  const headers = { authorization: `Bearer ${token}` };
  const response = await gateway.post('/v1/events', JSON.stringify(events), headers);
  const { results } = (await response.json()) as {
    results: { status: string; error?: { message: string; issues: string[] } }[];
  };
  return { results, stored: (await gateway.stored()).length };
}

test.each(['edge', 'person', 'shopAdmin'])('the token of %s may not publish what people decide', async (token) => {
  const { results, stored } = await publish(token, [...decided, ...asAgent]);

  expect(results.map(({ status }) => status)).toEqual([
    ...decided.map(() => 'refused'),
    ...asAgent.map(() => 'stored'),
  ]);
  expect(stored).toBe(asAgent.length);
  for (const { error } of results.slice(0, decided.length)) {
    expect(error!.message).toContain(tokens[token]!.name);
    expect(error!.issues[0]).toContain('expected');
  }
});

test('an administrator may: that is how an archive comes back', async () => {
  const { results, stored } = await publish('admin', [...decided, ...asAgent]);

  expect(results.map(({ status }) => status)).toEqual([...decided, ...asAgent].map(() => 'stored'));
  expect(stored).toBe(decided.length + asAgent.length);
});
