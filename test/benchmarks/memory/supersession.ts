import { deriveFrom, type FactBody, findDeriver, observeStory, storyOf, wordIndex, wordsOf } from '@hookline/memory';
import type { BenchPart } from './part.ts';
import { type FactSet, factSet } from './supersession-facts.ts';

const sizes = [
  { facts: 455, goal: 92 },
  { facts: 2_310, goal: 92 },
  { facts: 4_580, goal: 92 },
  { facts: 18_332, goal: 84 },
];
/** So many facts are said in other words than those their relation is mostly said in. */
const paraphrases = [0.1, 0, 0.25];
const seeds = [11, 12, 13];
const questionsMax = 300;
const nearShare = 0.95;

/** Later facts contradict earlier ones: is the first thing found the one that holds? */
export const part: BenchPart = {
  name: 'supersession',
  what: 'numbered facts, later ones contradict earlier ones: does the first one found hold the latest answer?',
  async run({ quick }) {
    const rows: (string | number)[][] = [];
    const goals = [];
    for (const paraphrased of paraphrases) {
      for (const { facts, goal } of quick ? sizes.slice(0, 2) : sizes) {
        const results = seeds.map((seed) =>
          judge(factSet({ facts, paraphrased, seed, questions: questionsMax }), seed),
        );
        const asked = results.reduce((sum, { questions }) => sum + questions, 0);
        const share = (name: 'words' | 'latest' | 'keyed' | 'within10') =>
          Math.round((1_000 * results.reduce((sum, result) => sum + result[name], 0)) / asked) / 10;
        const said = `${Math.round(100 * paraphrased)} %`;
        rows.push([said, facts, asked, share('words'), share('latest'), share('keyed'), share('within10')]);
        if (paraphrased === paraphrases[0])
          goals.push({ what: `${facts} facts, ${said} paraphrased`, figure: share('keyed'), goal, unit: '%' });
      }
    }
    return [
      {
        title: 'Supersession: the first memory found holds the latest answer',
        columns: ['paraphrased', 'facts', 'questions', 'BM25', 'latest of near ties', 'ours', 'ours in first 10'],
        rows,
        goals,
        notes: [
          '32 relations in 2 or 3 wordings each, three seeds; a third of the facts contradict an earlier one.',
          'Ours: told as events, derived, keyed by what the statement is about (nobody names it), the latest word holds.',
        ],
      },
    ];
  },
};

function judge({ facts, questions }: FactSet, seed: number) {
  const told = wordIndex(facts.map(wordsOf));
  const memories = remember(facts);
  const kept = wordIndex(memories.map(({ about, statement }) => wordsOf(`${about} ${statement}`)));
  const found = { questions: questions.length, words: 0, latest: 0, keyed: 0, within10: 0 };
  for (const { question, answer } of questions) {
    const words = wordsOf(question);
    // Facts that match equally well come in no order that helps anybody.
    const ranked = told.find(words).sort((a, b) => b.score - a.score || mixed(a.at, seed) - mixed(b.at, seed));
    const near = ranked.filter(({ score }) => score >= nearShare * ranked[0]!.score).map(({ at }) => at);
    const ours = kept
      .find(words)
      .sort((a, b) => b.score - a.score || b.at - a.at)
      .map(({ at }) => memories[at]!.statement);
    if (facts[ranked[0]?.at ?? 0]!.includes(answer)) found.words += 1;
    if (facts[Math.max(0, ...near)]!.includes(answer)) found.latest += 1;
    if (ours[0]?.includes(answer)) found.keyed += 1;
    if (ours.slice(0, 10).some((statement) => statement.includes(answer))) found.within10 += 1;
  }
  return found;
}

/** What is remembered of facts that were told in sessions of fifty, one a minute. */
function remember(facts: readonly string[]) {
  const fact = [findDeriver('fact')!];
  const observed = Array.from({ length: Math.ceil(facts.length / 50) }, (_, session) => {
    const its = facts.slice(session * 50, session * 50 + 50).map((statement, at) => {
      const number = session * 50 + at;
      const body: FactBody = { type: 'remembered', statement, as: 'fact', scope: 'project', by: 'person' };
      return {
        eventId: `told/${number}`,
        position: number + 1,
        session: `told:${session}`,
        project: 'github.com/acme/world',
        actor: 'ann',
        time: new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString(),
        order: String(number).padStart(8, '0'),
        agent: 'main',
        ...body,
      };
    });
    return observeStory(storyOf(its)!, fact);
  }).flat();
  return deriveFrom({ observed, told: [], decisions: [] }, fact).sort((a, b) => a.positions.to - b.positions.to);
}

function mixed(value: number, seed: number): number {
  return Math.imul(value + seed, 0x9e3779b1) >>> 0;
}
