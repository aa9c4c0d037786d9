import {
  type ExactKey,
  keysOf,
  kindFacts,
  type Memory,
  type MemoryTrust,
  priorAt,
  readScope,
  recallWeights,
  type SaidText,
  saidId,
  scopeText,
} from '@hookline/memory';
import { cutToWords, type Token, tokensOf } from '@hookline/search';

/** What recall finds: a memory, or something that was said, with the weighted words it is found by. */
export interface Document {
  readonly id: string;
  readonly scope: string;
  /** A kind of memory, or `said`. */
  readonly kind: string;
  readonly status: string;
  readonly session?: string;
  readonly ordinal?: number;
  readonly actor?: string;
  readonly at: string;
  /** Until when an active memory holds that nothing refreshes; absent for what never expires and what is not active. */
  readonly holdsUntil?: string;
  /** Days after which its weight is halved; it keeps it where absent. */
  readonly halfLifeDays?: number;
  /** Documents about the same are not told one after the other; '' is like no other. */
  readonly about: string;
  /** A memory's prior at the time it was last seen; of what was said, what its score is multiplied by. */
  readonly weight: number;
  readonly title: string;
  readonly text: string;
  /** Title and paths, compared by parts of words. */
  readonly names?: string;
  /** Whose words it holds. */
  readonly trust: MemoryTrust;
  readonly position: number;
  readonly keys: readonly ExactKey[];
  readonly words: ReadonlyMap<string, number>;
  /** Whole identifiers, paths, addresses. */
  readonly exacts: ReadonlyMap<string, number>;
  /** In weighted words. */
  readonly length: number;
}

const dayMs = 86_400_000;
const namesLengthMax = 1_000;
const textLengthMax = 2_000;
const wordsMax = 1_000;

/** The document of a memory. */
export function documentOf(memory: Memory): Document {
  const { id, kind, scope, status, about, title, statement, anchors, keywords, lastSeen, pinned } = memory;
  const { expiresAfterDays, halfLifeDays } = kindFacts(kind);
  const actor = actorOf(memory);
  const sum = new WeightSum();
  sum.add(first(tokensOf(`${title}\n${statement}`), wordsMax), 1);
  sum.add(first(tokensOf([about, ...anchors, keywords].join('\n')), wordsMax), recallWeights.keywords);
  if (kind === 'episode') sum.add(tokensOf(`${dateWords(lastSeen)} ${actor ?? ''}`), 1);
  return {
    id,
    scope,
    kind,
    status,
    ...(actor !== undefined && { actor }),
    at: lastSeen,
    ...(!pinned && {
      halfLifeDays,
      ...(status === 'active' &&
        expiresAfterDays !== undefined && {
          holdsUntil: new Date(Date.parse(lastSeen) + expiresAfterDays * dayMs).toISOString(),
        }),
    }),
    about,
    weight: priorAt(memory, Date.parse(lastSeen)),
    title,
    text: statement,
    names: [title, ...anchors].join(' ').slice(0, namesLengthMax),
    trust: memory.trust,
    position: memory.positions.to,
    keys: keysOf(memory),
    words: sum.words,
    exacts: sum.exacts,
    length: sum.length,
  };
}

/** Whose work a memory tells of, where it is one person's. */
function actorOf({ details, home }: Memory): string | undefined {
  const told = typeof details === 'object' && details !== null && 'actor' in details ? details.actor : undefined;
  if (typeof told === 'string') return told;
  const scope = readScope(home);
  return scope?.type === 'person' ? scope.actor : undefined;
}

/** The documents of what was said in one session, in its order: each is also found by what was said around it. */
export function documentsOfSaid(session: string, said: readonly SaidText[]): Document[] {
  const own = said.map(ownTokens);
  return said.map((one, index) => {
    const { project, actor, time, by, text, position } = one;
    const sum = new WeightSum();
    sum.add(own[index]!, 1);
    sum.add(tokensOf(`${dateWords(time)} ${actor ?? ''}`), 1);
    for (const [distance, weight] of recallWeights.neighbours.entries()) {
      for (const at of [index - distance - 1, index + distance + 1]) {
        const neighbour = own[at];
        if (neighbour === undefined || wordCount(neighbour) > recallWeights.neighbourWordsMax) continue;
        const asked = at === index - 1 && endsAsking(said[at]!.text);
        sum.add(neighbour, weight * (asked ? recallWeights.afterQuestion : 1));
      }
    }
    return {
      id: saidId(one),
      scope: project === '-' ? scopeText({ type: 'session', session }) : scopeText({ type: 'project', project }),
      kind: 'said',
      status: 'active',
      session,
      ordinal: index,
      ...(actor !== undefined && { actor }),
      at: time,
      about: '',
      weight: (by === 'agent' ? recallWeights.told : 1) * (1 - (1 - recallWeights.question) * questionShare(text)),
      title: `${by === 'agent' ? 'An agent' : (actor ?? 'Somebody')}, ${time.slice(0, 10)}`,
      text: text.slice(0, textLengthMax).toWellFormed(),
      trust: by === 'agent' ? 'agent' : 'user',
      position,
      keys: [],
      words: sum.words,
      exacts: sum.exacts,
      length: sum.length,
    };
  });
}

function ownTokens({ by, text }: SaidText): Token[] {
  return by === 'agent'
    ? [...tokensOf(cutToWords(text, recallWeights.toldWordsMax))]
    : [...first(tokensOf(text), wordsMax)];
}

const endsAsking = (text: string) => /\?["')\s]*$/.test(text);

/** Which share of its sentences are questions. */
function questionShare(text: string): number {
  const sentences = text.slice(0, textLengthMax).split(/(?<=[.?!])\s+/);
  return sentences.filter(endsAsking).length / sentences.length;
}

function* first(tokens: Iterable<Token>, most: number): Iterable<Token> {
  let left = most;
  for (const token of tokens) {
    if (left <= 0) return;
    left -= 1;
    yield token;
  }
}

const wordCount = (tokens: readonly Token[]) => tokens.filter(({ again }) => !again).length;

class WeightSum {
  readonly words = new Map<string, number>();
  readonly exacts = new Map<string, number>();
  length = 0;

  add(tokens: Iterable<Token>, weight: number): void {
    for (const { kind, text, again } of tokens) {
      const into = kind === 'word' ? this.words : this.exacts;
      into.set(text, (into.get(text) ?? 0) + weight);
      if (!again) this.length += weight;
    }
  }
}

const months = 'January February March April May June July August September October November December'.split(' ');
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** `2026-05-08 8 May 2026 Friday`: a day in the words that people ask for it with. */
function dateWords(at: string): string {
  const date = new Date(at);
  return `${at.slice(0, 10)} ${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()} ${days[date.getUTCDay()]}`;
}
