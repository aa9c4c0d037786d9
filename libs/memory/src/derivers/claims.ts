import { stripEcho } from '@hookline/harnesses';
import type { Deriver, Observation, Rendered, Seen } from '../deriver.ts';
import type { ExtractedItem } from '../facts/fact.ts';
import type { Step, Story } from '../facts/story.ts';
import { quotable } from '../inject/block.ts';
import { dayOf, quoted } from './quoted.ts';
import { seenIn } from './sessions.ts';
import { subjectOf } from './subject.ts';

const keptPerSession = 20;
const toldMax = 20;
const statementMax = 200;

/** Kinds whose memories are what somebody said in so many words. */
export type ClaimedKind = 'directive' | 'decision' | 'preference' | 'fact' | 'procedure';

/** One statement of somebody about something. */
export interface Claim {
  readonly statement: string;
  /** Whose words: those of a person who meant to be remembered, of an agent, of a file an agent wrote, or a model's reading. */
  readonly by: 'person' | 'agent' | 'model';
  readonly how: 'remembered' | 'prompt' | 'file' | 'extracted';
  readonly at: string;
  readonly position: number;
  readonly why: string | null;
  readonly files: readonly string[];
  readonly confidence: number;
}

/** A claim with what it is about and where it holds. */
export interface Claimed {
  readonly about: string;
  readonly scope: 'session' | 'person' | 'project';
  readonly claim: Claim;
}

export type ClaimData = {
  readonly claims: readonly { readonly [name in keyof Claim]: Claim[name] }[];
  /** When another subject was said to take the place of this one, by a model. */
  readonly replaced: string | null;
};

export type ClaimDetails = {
  readonly statement: string;
  readonly by: Claim['by'];
  readonly how: Claim['how'];
  readonly why: string | null;
  /** Everything that was claimed of it, the latest first, with the world time each held. Lower words never end higher ones. */
  readonly claims: readonly {
    readonly statement: string;
    readonly by: Claim['by'];
    readonly how: Claim['how'];
    readonly session: string;
    readonly actor: string | null;
    readonly position: number;
    readonly validFrom: string;
    readonly validTo: string | null;
  }[];
};

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
    observe: (story) => observe(story, kind, more(story)),
    fold: (seen) => fold(kind, seen),
  };
}

function observe(story: Story, kind: ClaimedKind, more: readonly Claimed[]): Observation<ClaimData>[] {
  const said = [...story.steps.flatMap((step) => claimsIn(step, story, kind)), ...more].filter(
    ({ claim }) => claim.statement !== '',
  );
  const claims = [...Map.groupBy(said, ({ scope, about }) => `${scope}\n${about}`).values()].map((its) => {
    const kept = its
      .map(({ claim }) => claim)
      .sort(byTime)
      .slice(-keptPerSession);
    const { about, scope } = its[0]!;
    return {
      about,
      scope,
      data: { claims: kept, replaced: null },
      ...seenIn(kept.map(({ position, at }) => ({ position, time: at }))),
    };
  });
  const ends = [...Map.groupBy(replacedIn(story, kind), ({ about }) => about)]
    .filter(([about]) => !claims.some((one) => one.about === about))
    .map(([about, its]) => ({
      about,
      scope: scopeOf(kind),
      data: { claims: [], replaced: its.at(-1)!.time },
      ...seenIn(its),
    }));
  return [...claims, ...ends];
}

function claimsIn(step: Step, story: Story, kind: ClaimedKind): Claimed[] {
  if (step.type === 'remembered' && step.as === kind) {
    const { statement, by, scope, why, files = [] } = step;
    const claim = {
      statement: clean(statement),
      by,
      how: 'remembered' as const,
      at: step.time,
      position: step.position,
      why: why === undefined ? null : quoted(why, 200),
      files: files.slice(0, 10),
      confidence: by === 'person' ? 1 : 0.5,
    };
    return [{ about: keyOf(step.about, statement), scope, claim }];
  }
  if (step.type !== 'extracted') return [];
  return step.items
    .filter((item) => item.kind === kind)
    .flatMap((item) => {
      const source = sourceOf(item, story, kind);
      if (source === undefined) return [];
      const claim = {
        statement: clean(item.statement),
        by: 'model' as const,
        how: 'extracted' as const,
        at: source.time,
        position: source.position,
        why: item.why === undefined ? null : quoted(item.why, 200),
        files: [],
        confidence: Math.min(0.5, Math.max(0, item.confidence) / 2),
      };
      return [{ about: keyOf(item.about, item.statement), scope: scopeOf(kind), claim }];
    });
}

/**
 * The step that a model's proposal rests on: one it cites, in which its quote stands. Only what a person wrote can be read
 * as telling agents something; what only describes may also rest on what the agent said. What tools printed is nobody's word.
 */
function sourceOf(
  item: ExtractedItem,
  story: Story,
  kind: ClaimedKind,
): { time: string; position: number } | undefined {
  const quote = plain(item.quote);
  return story.steps.find((step) => {
    if (!item.evidence.includes(step.position)) return false;
    const isWord =
      (step.type === 'prompt' && step.by === 'person') ||
      (isDescription(kind) && step.type === 'said' && step.role === 'assistant');
    return isWord && quote !== '' && plain(step.text).includes(quote);
  });
}

function replacedIn(story: Story, kind: ClaimedKind) {
  return story.steps.flatMap((step) =>
    step.type !== 'extracted'
      ? []
      : step.items.flatMap((item) =>
          item.kind === kind && item.supersedes !== undefined && sourceOf(item, story, kind) !== undefined
            ? [{ about: keyOf(item.supersedes, ''), position: step.position, time: step.time }]
            : [],
        ),
  );
}

/** What says how things are, not how they are to be. */
const isDescription = (kind: ClaimedKind): boolean => kind === 'fact' || kind === 'procedure';
const scopeOf = (kind: ClaimedKind): 'person' | 'project' => (kind === 'preference' ? 'person' : 'project');
/** As a model was shown the line that it quotes. */
const plain = (text: string) => quotable(text);

/** What a statement is about: as it was said, else what its words name. */
export function keyOf(about: string | undefined, statement: string): string {
  const given = about === undefined ? '' : quoted(about, 200).toLowerCase();
  return given === '' ? subjectOf(statement) : given;
}

/** The words as they may be shown: on one line, without markup, and without a block of ours that somebody made up. */
export function clean(statement: string): string {
  return quoted(stripEcho(statement), statementMax);
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

function byTime(a: Claim, b: Claim): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : a.position - b.position;
}
