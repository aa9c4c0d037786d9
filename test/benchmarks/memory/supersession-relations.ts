/** Sorts of things that facts are about, each with names of its own. */
export type Sort = 'person' | 'place' | 'company' | 'work' | 'service' | 'tool' | 'number' | 'sport' | 'day';

/** A property of things of a sort. */
interface Relation {
  readonly of: Sort;
  readonly value: Sort;
  /** Ways to say it and to ask for it: S is what it is about, V what is said of it. */
  readonly forms: readonly (readonly [statement: string, question: string])[];
}

const relation = (of: Sort, value: Sort, ...forms: [string, string][]): Relation => ({ of, value, forms });

/** What facts may say, in several wordings each. */
export const relations: readonly Relation[] = [
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
