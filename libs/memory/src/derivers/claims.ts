import type { Deriver, Rendered, Seen } from '../deriver.ts';
import type { Story } from '../facts/story.ts';
import { quoted } from '../words/quoted.ts';
import { dayOf } from '../words/wording.ts';
import { byTime, type Claim, type ClaimData, type ClaimDetails, type Claimed, type ClaimedKind } from './claim.ts';
import { observeClaims } from './claims-observed.ts';

const toldMax = 20;

/**
 * A deriver of what was said in so many words. The latest statement about a thing holds, earlier ones are kept with the
 * time they held. A person's own words are active by themselves where they hold for that person only, or where two people
 * said the same of the project; what agents and models propose waits for a person, and takes no person's words away.
 */
export function claimed(
  kind: ClaimedKind,
  summary: string,
  more: (story: Story) => readonly Claimed[] = () => [],
): Deriver<ClaimData, ClaimDetails> {
  return {
    kind,
    version: 1,
    summary,
    thresholds: 'said by a person for himself, or by 2 people for the project; otherwise a person decides',
    activates: 'itself',
    observe: (story) => observeClaims(story, kind, more(story)),
    fold: (seen) => fold(kind, seen),
  };
}

const ranks = { person: 2, agent: 1, model: 0 };
type Told = Claim & { readonly session: string; readonly actor: string | undefined; readonly scope: Seen['scope'] };

function fold(kind: ClaimedKind, seen: readonly Seen<ClaimData>[]): Rendered<ClaimDetails> | undefined {
  const told = seen
    .flatMap(({ data, session, actor, scope }) =>
      data.claims.map((claim): Told => ({ ...claim, session, actor, scope })),
    )
    .sort(byTime);
  const rank = Math.max(...told.map(({ by }) => ranks[by]));
  const current = told.findLast(({ by }) => ranks[by] === rank);
  if (current === undefined) return undefined;
  const run = runOf(told, current);
  const replaced = seen
    .flatMap(({ data }) => data.replaced ?? [])
    .sort()
    .at(-1);
  const isReplaced = current.by === 'model' && replaced !== undefined && replaced > current.at;
  return {
    title: current.statement,
    statement: statementOf(kind, current),
    details: {
      statement: current.statement,
      by: current.by,
      how: current.how,
      why: current.why,
      claims: historyOf(told).slice(0, toldMax),
    },
    supported: isReadyFor(current),
    activates: isItself(told, current) ? 'itself' : 'review',
    origin: current.by === 'model' ? 'model' : 'explicit',
    trust: current.by === 'person' ? 'user' : 'agent',
    confidence: current.confidence,
    validFrom: run[0]!.at,
    wordsAt: Math.min(...run.map(({ position }) => position)),
    ...(isReplaced && { ended: { at: replaced, reason: 'superseded' as const } }),
    anchors: current.files,
    keywords: [seen[0]!.about, current.why ?? ''].join(' '),
  };
}

/** Lines of files are many; people are asked about those that were said on purpose. */
function isReadyFor({ how }: Claim): boolean {
  return how !== 'file';
}

function isItself(told: readonly Told[], current: Told): boolean {
  // A prompt of a program that ran an agent looks like one of a person: only what was said to be remembered is sure.
  if (current.by !== 'person' || current.how !== 'remembered') return false;
  if (current.scope !== 'project') return true;
  const saying = told.filter(({ by, statement }) => by === 'person' && sameWords(statement, current.statement));
  return new Set(saying.map(({ actor }) => actor)).size >= 2;
}

const sameWords = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** The last claims of as much weight that say it without another in between. */
function runOf(told: readonly Told[], current: Told): Told[] {
  const its = told.filter(({ by }) => by === current.by);
  const otherwise = its.findLastIndex(({ statement }) => !sameWords(statement, current.statement));
  return its.slice(otherwise + 1);
}

/** The latest first. A claim holds until the next one of as much weight says otherwise. */
function historyOf(told: readonly Told[]): ClaimDetails['claims'] {
  return told
    .map((claim, index) => {
      const next = told
        .slice(index + 1)
        .find(({ by, statement }) => ranks[by] >= ranks[claim.by] && !sameWords(statement, claim.statement));
      return {
        statement: claim.statement,
        by: claim.by,
        how: claim.how,
        session: claim.session,
        actor: claim.actor ?? null,
        position: claim.position,
        validFrom: claim.at,
        validTo: next?.at ?? null,
      };
    })
    .reverse();
}

const labels: Readonly<Record<ClaimedKind, string>> = {
  directive: 'Directive',
  decision: 'Decided',
  preference: 'Prefers',
  fact: 'Fact',
  procedure: 'Procedure',
};

const speakers: Readonly<Record<Claim['how'], string>> = {
  remembered: '',
  prompt: '',
  file: ' in a file of instructions',
  extracted: ', read by a model',
};

function statementOf(kind: ClaimedKind, { statement, by, how, at, actor }: Told): string {
  const who = by === 'person' ? quoted(actor ?? 'a person', 24) : by === 'agent' ? 'an agent' : 'proposed';
  const tail = ` (${who}${speakers[how]}, ${dayOf(at)})`;
  const head = `${labels[kind]}: `;
  return `${head}"${quoted(statement, 238 - head.length - tail.length)}"${tail}`;
}
