import type { Observation } from '../deriver.ts';
import type { ExtractedItem } from '../facts/fact.ts';
import type { Step, Story } from '../facts/story.ts';
import { quotable, quoted } from '../words/quoted.ts';
import { byTime, type ClaimData, type Claimed, type ClaimedKind, clean, keyOf } from './claim.ts';
import { seenIn } from './sessions.ts';

const keptPerSession = 20;

/** What a session claims, one observation for each subject and scope; `more` are claims that were read elsewhere in it. */
export function observeClaims(story: Story, kind: ClaimedKind, more: readonly Claimed[]): Observation<ClaimData>[] {
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
  const quote = quotable(item.quote);
  return story.steps.find((step) => {
    if (!item.evidence.includes(step.position)) return false;
    const isWord =
      (step.type === 'prompt' && step.by === 'person') ||
      (isDescription(kind) && step.type === 'said' && step.role === 'assistant');
    return isWord && quote !== '' && quotable(step.text).includes(quote);
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
