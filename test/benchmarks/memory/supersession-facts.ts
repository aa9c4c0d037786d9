/**
 * Numbered facts about invented people, places, works and systems, in which later facts contradict earlier ones, and
 * questions of one hop whose answer is what the latest fact says. Made from a seed, so that everybody has the same.
 */
export interface FactSet {
  /** In the order they were told. */
  readonly facts: readonly string[];
  readonly questions: readonly { readonly question: string; readonly answer: string; readonly outdated: string[] }[];
}

type Sort = 'person' | 'place' | 'company' | 'work' | 'service' | 'tool' | 'number' | 'sport' | 'day';

interface Relation {
  readonly of: Sort;
  readonly value: Sort;
  /** Ways to say it and to ask for it: S is what it is about, V what is said of it. */
  readonly forms: readonly (readonly [statement: string, question: string])[];
}

const relation = (of: Sort, value: Sort, ...forms: [string, string][]): Relation => ({ of, value, forms });

const relations: readonly Relation[] = [
  relation(
    'place',
    'place',
    ['The capital of S is V.', 'What is the capital of S?'],
    ['V is the capital of S.', 'Which city is the capital of S?'],
    ["S's capital is V.", "What is S's capital?"],
  ),
  relation(
    'person',
    'place',
    ['S was born in the city of V.', 'In which city was S born?'],
    ["S's place of birth is V.", "What is S's place of birth?"],
    ['S was born in V.', 'Where was S born?'],
  ),
  relation(
    'person',
    'place',
    ['S is a citizen of V.', 'Which country is S a citizen of?'],
    ['The country of citizenship of S is V.', 'What is the country of citizenship of S?'],
    ['S holds the citizenship of V.', 'Which citizenship does S hold?'],
  ),
  relation(
    'person',
    'person',
    ['S is married to V.', 'Who is S married to?'],
    ['The spouse of S is V.', 'Who is the spouse of S?'],
  ),
  relation(
    'person',
    'company',
    ['S is employed by V.', 'Who is S employed by?'],
    ['S works for V.', 'Which company does S work for?'],
    ['The employer of S is V.', 'Who is the employer of S?'],
  ),
  relation(
    'person',
    'sport',
    ['S is associated with the sport of V.', 'Which sport is S associated with?'],
    ['S plays V.', 'What sport does S play?'],
  ),
  relation(
    'person',
    'place',
    ['S died in the city of V.', 'In which city did S die?'],
    ['The place of death of S is V.', 'What is the place of death of S?'],
  ),
  relation(
    'person',
    'work',
    ['S is famous for V.', 'What is S famous for?'],
    ['S is best known for V.', 'What is S best known for?'],
  ),
  relation(
    'person',
    'place',
    ['S worked in the city of V.', 'In which city did S work?'],
    ['The work location of S is V.', 'What is the work location of S?'],
  ),
  relation(
    'person',
    'person',
    ["S's manager is V.", "Who is S's manager?"],
    ['The manager of S is V.', 'Who is the manager of S?'],
    ['S reports to V.', 'Who does S report to?'],
  ),
  relation(
    'company',
    'person',
    ['The chief executive officer of S is V.', 'Who is the chief executive officer of S?'],
    ['V is the chief executive officer of S.', 'What is the name of the chief executive officer of S?'],
    ["S's chief executive officer is V.", "Who is S's chief executive officer?"],
  ),
  relation(
    'company',
    'place',
    ['The headquarters of S is located in the city of V.', 'In which city is the headquarters of S located?'],
    ['S is headquartered in V.', 'Where is S headquartered?'],
  ),
  relation(
    'company',
    'person',
    ['S was founded by V.', 'Who was S founded by?'],
    ['The founder of S is V.', 'Who is the founder of S?'],
    ['V founded S.', 'Who founded S?'],
  ),
  relation(
    'company',
    'person',
    ['The chairperson of S is V.', 'Who is the chairperson of S?'],
    ['V chairs S.', 'Who chairs S?'],
  ),
  relation(
    'work',
    'person',
    ['The author of S is V.', 'Who is the author of S?'],
    ['S was written by V.', 'Who was S written by?'],
  ),
  relation(
    'work',
    'person',
    ['The director of S is V.', 'Who is the director of S?'],
    ['S was directed by V.', 'By whom was S directed?'],
    ['V directed S.', 'Who directed S?'],
  ),
  relation(
    'work',
    'person',
    ['S was performed by V.', 'Who was S performed by?'],
    ['The performer of S is V.', 'Who is the performer of S?'],
  ),
  relation(
    'work',
    'place',
    ['S was created in the country of V.', 'In which country was S created?'],
    ['The country of origin of S is V.', 'What is the country of origin of S?'],
  ),
  relation(
    'place',
    'person',
    [
      'The name of the current head of government in S is V.',
      'What is the name of the current head of government in S?',
    ],
    ['V heads the government of S.', 'Who heads the government of S?'],
  ),
  relation(
    'place',
    'person',
    ['The mayor of S is V.', 'Who is the mayor of S?'],
    ['V was elected mayor of S.', 'Who was elected mayor of S?'],
  ),
  relation(
    'place',
    'place',
    ['S is located in the continent of V.', 'Which continent is S located in?'],
    ['S lies on the continent of V.', 'On which continent does S lie?'],
  ),
  relation(
    'sport',
    'place',
    ['S was created in the country of V.', 'Which country was S created in?'],
    ['S originated in V.', 'Where did S originate?'],
  ),
  relation(
    'service',
    'number',
    ['S listens on port V.', 'Which port does S listen on?'],
    ['The port of S is V.', 'What is the port of S?'],
    ['S runs on port V.', 'Which port does S run on?'],
  ),
  relation(
    'service',
    'person',
    ['The owner of S is V.', 'Who is the owner of S?'],
    ['S is owned by V.', 'Who is S owned by?'],
    ['V owns S.', 'Who owns S?'],
  ),
  relation(
    'service',
    'tool',
    ['S stores its data in V.', 'Where does S store its data?'],
    ['The database of S is V.', 'What is the database of S?'],
    ['S uses V as its database.', 'What does S use as its database?'],
  ),
  relation(
    'service',
    'tool',
    ['S is deployed with V.', 'What is S deployed with?'],
    ['We deploy S with V.', 'What do we deploy S with?'],
    ['Deployments of S go through V.', 'What do deployments of S go through?'],
  ),
  relation(
    'service',
    'day',
    ['Releases of S happen on V.', 'On which days do releases of S happen?'],
    ['S is released on V.', 'On which days is S released?'],
    ['The release day of S is V.', 'What is the release day of S?'],
  ),
  relation(
    'service',
    'number',
    ['The request timeout of S is V seconds.', 'What is the request timeout of S?'],
    ['Requests to S time out after V seconds.', 'After how many seconds do requests to S time out?'],
  ),
  relation(
    'service',
    'tool',
    ['S is monitored with V.', 'What is S monitored with?'],
    ['The monitoring of S is done by V.', 'What is the monitoring of S done by?'],
  ),
  relation(
    'service',
    'company',
    ['S is hosted by V.', 'Who is S hosted by?'],
    ['The hosting provider of S is V.', 'What is the hosting provider of S?'],
  ),
  relation(
    'tool',
    'person',
    ['V maintains S.', 'Who maintains S?'],
    ['The maintainer of S is V.', 'Who is the maintainer of S?'],
    ['S is maintained by V.', 'Who is S maintained by?'],
  ),
  relation(
    'tool',
    'number',
    ['The latest version of S is V.', 'What is the latest version of S?'],
    ["S's latest version is V.", "What is S's latest version?"],
    ['We use version V of S.', 'Which version of S do we use?'],
  ),
];

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
  const random = randomOf(seed);
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

/** Numbers from 0 to 1, always the same for a seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
