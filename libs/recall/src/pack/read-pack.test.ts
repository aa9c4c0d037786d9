import { type Database, openDatabase } from '@hookline/db';
import { knownPack, type Memory, memoryId, planInjection, scopeText } from '@hookline/memory';
import { testDatabase } from '@hookline/testing';
import { expect, test } from 'vitest';
import { readPack } from './read-pack.ts';

const project = 'github.com/acme/shop';
const nowMs = Date.parse('2026-11-22T12:00:00.000Z');

function memory(kind: Memory['kind'], scope: string, about: string, more: Partial<Memory> = {}): Memory {
  return {
    id: memoryId(kind, scope, about),
    kind,
    scope,
    home: scope,
    project,
    about,
    title: about,
    statement: `${about} in ${scope}`,
    edited: false,
    details: {},
    status: 'active',
    reason: 'support',
    pinned: false,
    origin: 'counter',
    trust: 'tool',
    support: { events: 6, sessions: 6, actors: 2 },
    contradicted: 0,
    helpful: 0,
    harmful: 0,
    ignored: 0,
    confidence: 0.9,
    firstSeen: '2026-11-01T10:00:00.000Z',
    lastSeen: '2026-11-20T10:00:00.000Z',
    validFrom: '2026-11-01T10:00:00.000Z',
    positions: { from: 1, to: 9, evidence: [1] },
    anchors: [],
    keywords: '',
    ...more,
  };
}

async function keep(db: Database, memories: readonly Memory[]) {
  await db.kysely
    .insertInto('memories')
    .values(
      memories.map((one) => ({
        id: one.id,
        kind: one.kind,
        scope: one.scope,
        home: one.home,
        project,
        about: one.about,
        status: one.status,
        lastSeen: one.lastSeen,
        sessions: one.support.sessions,
        positionFrom: 1,
        positionTo: 9,
        hash: JSON.stringify(one),
        memory: JSON.stringify(one),
        telling: null,
        told: null,
      })),
    )
    .execute();
}

let decisions = 0;
async function decide(db: Database, decision: Record<string, unknown> & { type: string; memory?: string }) {
  decisions += 1;
  const time = '2026-11-21T10:00:00.000Z';
  const whole = { eventId: `d${decisions}`, position: decisions, time, ...decision };
  await db.kysely
    .insertInto('memoryDecisions')
    .values({
      eventId: whole.eventId,
      position: decisions,
      type: decision.type,
      memory: decision.memory ?? null,
      time,
      decision: JSON.stringify(whole),
    })
    .execute();
}

async function open() {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const db = stack.use(await openDatabase(database.url));
  return { db, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

const of = { tenant: 'default', project, actor: 'ann' };
const scopes = {
  project: scopeText({ type: 'project', project }),
  own: scopeText({ type: 'person', actor: 'ann', project }),
  bobs: scopeText({ type: 'person', actor: 'bob', project }),
  elsewhere: scopeText({ type: 'project', project: 'github.com/acme/shop-2' }),
  ownElsewhere: scopeText({ type: 'person', actor: 'ann', project: 'github.com/acme/web' }),
  team: scopeText({ type: 'team', team: 'payments' }),
  otherTeam: scopeText({ type: 'team', team: 'growth' }),
  organisation: scopeText({ type: 'organisation', tenant: 'default' }),
  otherTenant: scopeText({ type: 'organisation', tenant: 'other' }),
  session: scopeText({ type: 'session', session: 'claude-code:1' }),
};

test('a pack holds what is active in the scopes that apply to the person and the project, and nothing else', async () => {
  await using here = await open();
  await decide(here.db, { type: 'team', team: 'payments', projects: [project] });
  await decide(here.db, { type: 'team', team: 'growth', projects: ['github.com/acme/web'] });
  await keep(
    here.db,
    Object.values(scopes).map((scope) => memory('pitfall', scope, 'npm run lint')),
  );
  await keep(here.db, [
    memory('command', scopes.project, 'proposed', { status: 'proposed' }),
    memory('permission', scopes.project, 'Bash'),
    memory('remedy', scopes.project, 'v1:expired', {
      lastSeen: '2026-01-01T00:00:00.000Z',
      details: { remedy: { key: 'x' } },
    }),
    memory('remedy', scopes.project, 'v1:obvious', { details: { remedy: { key: 'x', obvious: true } } }),
    memory('remedy', scopes.project, 'v1:telling', { details: { remedy: { key: 'x', obvious: false } } }),
  ]);

  const { pack } = await readPack(here.db, of, { nowMs });

  expect(pack!.entries.map(({ scope, about }) => `${scope} ${about}`).sort()).toEqual([
    'organisation npm run lint',
    'person npm run lint',
    'project npm run lint',
    'project v1:telling',
    'team npm run lint',
  ]);
  expect(pack!.entries.find(({ scope }) => scope === 'person')!.statement).toContain('person:ann@');
  const others = await readPack(here.db, { tenant: 'default', project: 'github.com/acme/none' }, { nowMs });
  expect(others.pack!.entries.map(({ scope }) => scope)).toEqual(['organisation']);
});

test('a tag stays while the pack does: with what is decided or folded anew it is another', async () => {
  await using here = await open();
  await keep(here.db, [memory('pitfall', scopes.project, 'npm run lint')]);
  const first = await readPack(here.db, of, { nowMs });
  expect(await readPack(here.db, of, { nowMs, known: first.tag })).toEqual({ tag: first.tag });

  await keep(here.db, [memory('pitfall', scopes.bobs, 'of bob')]);
  expect(await readPack(here.db, of, { nowMs, known: first.tag })).toEqual({ tag: first.tag });

  const elsewhere = memory('pitfall', scopes.elsewhere, 'npm run lint');
  await keep(here.db, [elsewhere]);
  await decide(here.db, { type: 'curated', memory: elsewhere.id, action: 'pin', by: 'bob' });
  expect(await readPack(here.db, of, { nowMs, known: first.tag })).toEqual({ tag: first.tag });

  await keep(here.db, [memory('pitfall', scopes.own, 'of ann')]);
  const second = await readPack(here.db, of, { nowMs, known: first.tag });
  expect(second.pack!.entries).toHaveLength(2);
});

test('who approved what people are quoted with is told with it, and without anybody it is not told', async () => {
  await using here = await open();
  const directive = memory('directive', scopes.project, 'cents', { statement: 'Money is in cents', trust: 'agent' });
  await keep(here.db, [directive, memory('directive', scopes.project, 'tabs', { trust: 'agent' })]);
  await decide(here.db, { type: 'curated', memory: directive.id, action: 'approve', by: 'bob' });

  const { pack } = await readPack(here.db, of, { nowMs });
  const told = { memories: new Set<string>(), tokens: 0 };
  const card = planInjection(knownPack(pack!), { surface: 'session-start', told, nowMs })!;

  expect(card.memories).toEqual([directive.id]);
  expect(card.text).toContain('- Money is in cents (bob, 2026-11-21)');
});
