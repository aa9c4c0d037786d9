import { type Memory, memoryId, scopeText } from '@hookline/memory';
import { randomFrom } from './random-from.ts';

const consonants = [...'bcdfghjklmnprstvwz', 'ch', 'st', 'tr', 'pl', 'gr', 'sh', 'br', 'th', 'cl', 'nd'];
const vowels = [...'aeiou', 'ea', 'io', 'ou'];
const endings = ['n', 'r', 't', 's', 'l', 'm', 'x', 'ck', 'ble', 'ng', 'st', ''];
const vocabulary = 30_000;
const flatness = 20;

/** A word of the vocabulary, the frequent ones much more often, as in real texts without words that say nothing. */
function wordFrom(random: () => number): string {
  return wordAt(Math.floor(flatness * ((vocabulary / flatness + 1) ** random() - 1)));
}

/** The same word for a rank in every run: two or three syllables. */
function wordAt(rank: number): string {
  const random = randomFrom(rank + 1);
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)]!;
  const syllables = random() < 0.5 ? 2 : 3;
  return Array.from({ length: syllables }, () => pick(consonants) + pick(vowels)).join('') + pick(endings);
}

/** A sentence of so many words. */
export function sentenceFrom(random: () => number, words: number): string {
  return Array.from({ length: words }, () => wordFrom(random)).join(' ');
}

/** A memory of a team, of 30 words and 20 keywords. */
export function madeUpMemory(random: () => number, number: number, team: string): Memory {
  const scope = scopeText({ type: 'team', team });
  const about = `fact ${number}`;
  const time = new Date(Date.UTC(2026, 0, 1) + Math.floor(random() * 300) * 86_400_000).toISOString();
  return {
    id: memoryId('fact', scope, about),
    kind: 'fact',
    scope,
    home: scope,
    project: 'made-up',
    about,
    title: sentenceFrom(random, 5),
    statement: sentenceFrom(random, 25).slice(0, 240),
    edited: false,
    details: {},
    status: 'active',
    reason: 'support',
    pinned: false,
    origin: 'counter',
    trust: 'tool',
    support: { events: 3, sessions: 3, actors: 1 },
    contradicted: 0,
    helpful: 0,
    harmful: 0,
    ignored: 0,
    confidence: 0.5 + random() / 2,
    firstSeen: time,
    lastSeen: time,
    validFrom: time,
    positions: { from: number, to: number, evidence: [number] },
    anchors: [`src/${wordFrom(random)}/${wordFrom(random)}.ts`],
    keywords: sentenceFrom(random, 20),
  } as Memory;
}
