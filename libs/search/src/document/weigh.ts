import { type Token, tokensOf } from '../words/tokens.ts';
import type { SessionContext, Unit, WeighedUnit } from './piece.ts';
import { neighbourWeights, neighbourWordsMax, ownWeight, toldWeight } from './weights.ts';

/** The units of a session with the weights of what they are found by: their own words, those of neighbours, when and who. */
export function weigh(units: readonly Unit[], context: SessionContext): WeighedUnit[] {
  const own = units.map(ownTokens);
  const about = tokens(context.told.filter((text) => text !== null).join('\n'));
  const actor = tokens(context.actor ?? '');
  return units.map((unit, index) => {
    const sum = new WeightSum();
    for (const { own: isOwn, text } of unit.pieces) sum.add(tokensOf(text), isOwn ? ownWeight : toldWeight);
    const { length } = sum;
    neighbourWeights.forEach((weight, distance) => {
      for (const at of [index - distance - 1, index + distance + 1]) {
        const neighbour = own[at];
        if (neighbour !== undefined && wordCount(neighbour) <= neighbourWordsMax) sum.add(neighbour, weight);
      }
    });
    sum.add(actor, ownWeight);
    sum.add(tokensOf(dateWords(unit.firstAt)), ownWeight);
    sum.add(about, toldWeight);
    return { ...unit, words: sum.words, exacts: sum.exacts, length };
  });
}

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

function ownTokens({ pieces }: Unit): Token[] {
  return pieces.filter(({ own }) => own).flatMap(({ text }) => tokens(text));
}

const tokens = (text: string): Token[] => [...tokensOf(text)];

const wordCount = (list: readonly Token[]) => list.filter(({ again }) => !again).length;

const months = 'January February March April May June July August September October November December'.split(' ');
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

function dateWords(at: string | null): string {
  if (at === null) return '';
  const date = new Date(at);
  return `${at.slice(0, 10)} ${months[date.getUTCMonth()]} ${days[date.getUTCDay()]}`;
}
