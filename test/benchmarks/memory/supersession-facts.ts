import { randomFrom } from './random-from.ts';
import { relations, type Sort } from './supersession-relations.ts';

/**
 * Numbered facts about invented people, places, works and systems, in which later facts contradict earlier ones, and
 * questions of one hop whose answer is what the latest fact says. Made from a seed, so that everybody has the same.
 */
export interface FactSet {
  /** In the order they were told. */
  readonly facts: readonly string[];
  readonly questions: readonly { readonly question: string; readonly answer: string; readonly outdated: string[] }[];
}

/** What a set is like. */
export interface Shape {
  readonly facts: number;
  /** The share of facts that are said in other words than those their relation is mostly said and asked in. */
  readonly paraphrased: number;
  readonly seed: number;
  /** How many questions at most. */
  readonly questions: number;
}

/** So many facts take the place of an earlier one. */
const contradictingShare = 0.35;

export function factSet({ facts: wanted, paraphrased, seed, questions: asked }: Shape): FactSet {
  const random = randomFrom(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const names = namesOf(random, wanted);
  const usual = relations.map(({ forms }) => pick(forms));
  const told = new Map<string, { at: number; subject: string; values: string[] }>();
  const facts: string[] = [];
  const say = (at: number, subject: string, value: string) => {
    const [statement] = random() < paraphrased ? pick(relations[at]!.forms) : usual[at]!;
    facts.push(statement.replace(/\b[SV]\b/g, (slot) => (slot === 'S' ? subject : value)));
  };
  while (facts.length < Math.ceil(wanted * (1 - contradictingShare))) {
    const at = Math.floor(random() * relations.length);
    const subject = pick(names[relations[at]!.of]);
    const key = `${at} ${subject}`;
    if (told.has(key)) continue;
    const value = pick(names[relations[at]!.value]);
    told.set(key, { at, subject, values: [value] });
    say(at, subject, value);
  }
  const subjects = [...told.values()];
  while (facts.length < wanted) {
    const { at, subject, values } = pick(subjects);
    const value = pick(names[relations[at]!.value]);
    if (values.includes(value)) continue;
    say(at, subject, value);
    values.push(value);
  }
  const contradicted = subjects.filter(({ values }) => values.length > 1);
  const questions = shuffled(contradicted, random)
    .slice(0, asked)
    .map(({ at, subject, values }) => ({
      question: usual[at]![1].replace(/\bS\b/, subject),
      answer: values.at(-1)!,
      outdated: values.slice(0, -1),
    }));
  return { facts, questions };
}

const syllables =
  'ka ro mel tan vi sor dun el bra fi no gar lis pe tor ul wen za cho mi ral os hel ju ny pra quo sta ver lo'.split(
    ' ',
  );

function namesOf(random: () => number, facts: number): Record<Sort, string[]> {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const word = (parts: number) => {
    const text = Array.from({ length: parts }, () => pick(syllables)).join('');
    return text[0]!.toUpperCase() + text.slice(1);
  };
  // Family names and the words of titles are shared, as they are among real ones.
  const families = Array.from({ length: Math.max(20, Math.round(facts / 25)) }, () => word(3));
  const firsts = Array.from({ length: Math.max(15, Math.round(facts / 40)) }, () => word(2));
  const places = Array.from({ length: Math.max(25, Math.round(facts / 20)) }, () => word(3));
  const nouns =
    'Night River Garden Silence Machine Harbour Winter Letter Bridge Island Mirror Shadow Song Road Tower'.split(' ');
  const many = (count: number, make: () => string) => [...new Set(Array.from({ length: Math.ceil(count) }, make))];
  const size = Math.max(12, facts / 12);
  return {
    person: many(size * 1.5, () => `${pick(firsts)} ${pick(families)}`),
    place: many(size, () =>
      random() < 0.2 ? `${pick(['New', 'Port', 'Upper', 'San'])} ${pick(places)}` : pick(places),
    ),
    company: many(size, () => `${pick(families)} ${pick(['Industries', 'Group', 'Labs', 'University', 'Records'])}`),
    work: many(size, () => `The ${pick(nouns)} of ${pick([...places, ...firsts])}`),
    service: many(size, () => `${pick(places).toLowerCase()}-${pick(['api', 'worker', 'gateway', 'store', 'mailer'])}`),
    tool: many(size / 2, () => word(3)),
    number: many(size / 2, () => String(1_000 + Math.floor(random() * 60_000))),
    sport: many(Math.max(12, size / 8), () => `${word(2).toLowerCase()}ball`),
    day: ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'],
  };
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const result = [...values];
  for (let at = result.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [result[at], result[other]] = [result[other]!, result[at]!];
  }
  return result;
}
