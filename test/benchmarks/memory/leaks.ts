import type { Database } from '@hookline/db';
import { type Memory, memoryId, scopeText, scopeWalk, type Whereabouts } from '@hookline/memory';
import { indexMemories, indexSaid, recall } from '@hookline/recall';
import { randomFrom } from './random-from.ts';

/** What was told where it may not be; what it found is empty where nothing leaked. */
export interface Leaks {
  readonly recalls: number;
  readonly hits: number;
  readonly leaked: readonly string[];
}

const projects = Array.from({ length: 12 }, (_, index) => `git.example/team/p${index}`);
const people = ['ada', 'ben', 'cy', 'di'];
const teams = ['web', 'core', 'data'];
const tenants = ['one', 'two'];
const nowMs = Date.UTC(2026, 10, 20);
const time = new Date(nowMs - 86_400_000).toISOString();
const common = 'cart total invoice retry queue migrate rounding release schema token locale banner'.split(' ');

type Pick1 = <One>(from: readonly One[]) => One;

const pickFrom =
  (random: () => number): Pick1 =>
  (from) =>
    from[Math.floor(random() * from.length)]!;

/** A word that only what stands in this scope has. */
const secretOf = (scope: string) =>
  `zq${[...scope].map((sign) => sign.charCodeAt(0).toString(36)).join('')}`.slice(0, 60);

function someScope(pick: Pick1): string {
  return pick([
    () => scopeText({ type: 'project', project: pick(projects) }),
    () => scopeText({ type: 'person', actor: pick(people), project: pick(projects) }),
    () => scopeText({ type: 'session', session: `test:${pick(projects)}/${pick(['1', '2', '3'])}` }),
    () => scopeText({ type: 'team', team: pick(teams) }),
    () => scopeText({ type: 'organisation', tenant: pick(tenants) }),
  ])();
}

function someMemory(pick: Pick1, number: number, scope: string): Memory {
  const kind = pick(['command', 'remedy', 'violation', 'file', 'directive', 'episode'] as const);
  const about = pick(['npm test', 'v1:Error: it broke here', 'errcheck', 'src/cart/total.ts', 'src/queue/retry.ts']);
  return {
    id: memoryId(kind, scope, `${about} ${number}`),
    kind,
    scope,
    home: scope,
    project: 'made-up',
    about,
    title: `${pick(common)} ${pick(common)} ${secretOf(scope)}`,
    statement: `${pick(common)} ${pick(common)} ${pick(common)} ${secretOf(scope)}`,
    edited: false,
    details: { actor: pick(people) },
    status: pick(['active', 'active', 'active', 'proposed']),
    reason: 'support',
    pinned: false,
    origin: 'counter',
    trust: 'tool',
    support: { events: 3, sessions: 3, actors: 1 },
    contradicted: 0,
    helpful: 0,
    harmful: 0,
    ignored: 0,
    confidence: 0.8,
    firstSeen: time,
    lastSeen: time,
    validFrom: time,
    positions: { from: number, to: number, evidence: [number] },
    anchors: [pick(['src/cart/total.ts', 'src/queue/retry.ts'])],
    keywords: pick(common),
  } as Memory;
}

/** Fills memories and what was said into many scopes that use the same words, names and keys. Tells where each stands. */
export async function fillScopes(db: Database, documents: number, seed: number): Promise<ReadonlyMap<string, string>> {
  const random = randomFrom(seed);
  const pick = pickFrom(random);
  const placed = new Map<string, string>();
  const memories = Array.from({ length: Math.floor(documents * 0.7) }, (_, number) => {
    const scope = someScope(pick);
    const memory = someMemory(pick, seed * 1_000_000 + number, scope);
    placed.set(memory.id, scope);
    return { id: memory.id, memory };
  });
  await db.transaction(async (trx) => {
    await indexMemories(trx, memories);
    let position = seed * 1_000_000;
    for (const project of projects) {
      const scope = scopeText({ type: 'project', project });
      const each = Math.floor((documents * 0.3) / projects.length / 3);
      for (const session of [1, 2, 3]) {
        const said = Array.from({ length: each }, () => {
          position += 1;
          placed.set(`said_${position}`, scope);
          return {
            position,
            project,
            actor: pick(people),
            time,
            by: 'person' as const,
            text: `${pick(common)} ${pick(common)} ${secretOf(scope)}`,
          };
        });
        await indexSaid(trx, `test:${project}/${seed}/${session}`, said);
      }
    }
  });
  return placed;
}

interface Asked {
  readonly place: Whereabouts;
  readonly request: Parameters<typeof recall>[1];
}

/** A recall from anywhere for words, secrets of any scope (misspelt as well) and exact names. */
function someRecall(pick: Pick1): Asked {
  const project = pick([undefined, ...projects]);
  const place: Whereabouts = {
    tenant: pick(tenants),
    ...(project !== undefined && { project }),
    ...(pick([true, false]) && { actor: pick(people) }),
    ...(project !== undefined && pick([true, false]) && { session: `test:${project}/${pick(['1', '2', '3'])}` }),
    teams: pick([[], [pick(teams)], teams.slice(0, 2)]),
  };
  const secret = secretOf(someScope(pick));
  const misspelt = secret.length > 8 ? `${secret.slice(0, 5)}${secret.slice(6)}` : secret;
  const query = pick([`${pick(common)} ${pick(common)}`, `${pick(common)} ${secret}`, misspelt, '']);
  return {
    place,
    request: {
      query,
      ...(pick([true, false]) && { files: ['src/cart/total.ts'] }),
      ...(pick([true, false, false]) && { commands: ['npm test'] }),
      ...(pick([true, false, false]) && { errors: ['Error: it broke here'], violations: ['errcheck'] }),
      statuses: pick([['active'], ['active', 'proposed']] as const),
      limit: 100,
      tokens: 100_000,
    },
  };
}

/** Asks so many times from random places, several at once, and says what was told that does not hold there. */
export async function findLeaks(
  db: Database,
  placed: ReadonlyMap<string, string>,
  { recalls, seed, atOnce = 8 }: { readonly recalls: number; readonly seed: number; readonly atOnce?: number },
): Promise<Leaks> {
  const pick = pickFrom(randomFrom(seed));
  const leaked: string[] = [];
  let asked = 0;
  let hits = 0;
  const ask = async () => {
    while (asked < recalls) {
      asked += 1;
      const { place, request } = someRecall(pick);
      const walk = new Set(scopeWalk(place));
      const found = await recall(db, request, place, nowMs);
      hits += found.hits.length;
      for (const id of [...found.hits.map(({ memory }) => memory), ...found.dropped.map(({ memory }) => memory)]) {
        const scope = placed.get(id);
        if (scope === undefined || !walk.has(scope)) leaked.push(`${id} of ${scope} told in ${[...walk].join(', ')}`);
      }
      for (const { memory, scope } of found.hits) {
        if (!walk.has(scope)) leaked.push(`${memory} says it is of ${scope}, told in ${[...walk].join(', ')}`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, ask));
  return { recalls: asked, hits, leaked };
}

/** Answers of so many recalls in one project, without what tells one run from another: to be compared. */
export async function answersIn(db: Database, project: string, recalls: number): Promise<string[]> {
  const pick = pickFrom(randomFrom(7));
  const answers: string[] = [];
  for (let run = 0; run < recalls; run += 1) {
    const { request } = someRecall(pick);
    answers.push(JSON.stringify(await recall(db, request, { tenant: 'nobody', project, teams: [] }, nowMs)));
  }
  return answers;
}

/** Fills so many memories into another project: the same words, and nothing that may be told elsewhere. */
export async function fillElsewhere(db: Database, project: string, count: number): Promise<void> {
  const pick = pickFrom(randomFrom(99));
  const scope = scopeText({ type: 'project', project });
  await db.transaction((trx) =>
    indexMemories(
      trx,
      Array.from({ length: count }, (_, number) => {
        const memory = someMemory(pick, 90_000_000 + number, scope);
        return { id: memory.id, memory };
      }),
    ),
  );
}
