import { type Fact, oneLine } from '@hookline/memory';

const lengthMax = 160;

/** What a fact says, in one line for people. Its words are data: whoever shows them shows them as text. */
export function summaryOf(fact: Fact): string {
  return oneLine(textOf(fact), lengthMax);
}

function textOf(fact: Fact): string {
  switch (fact.type) {
    case 'session':
      return `the session ${fact.what === 'compacted' ? 'was compacted' : fact.what}`;
    case 'prompt':
      return `${fact.by === 'person' ? 'prompt' : `prompt of the ${fact.by}`}: ${fact.text}`;
    case 'said':
      return `${fact.role} said: ${fact.text}`;
    case 'turn-ended':
      return `the turn ${fact.outcome === 'ended' ? 'ended' : fact.outcome === 'failed' ? 'failed' : 'was interrupted'}`;
    case 'call-started':
      return `${callOf(fact)} began`;
    case 'call-ended':
      return `${callOf(fact)} ${endOf(fact)}`;
    case 'read':
      return `read ${fact.path}`;
    case 'wrote':
      return fact.from === undefined ? `${fact.how} ${fact.path}` : `${fact.how} ${fact.from} to ${fact.path}`;
    case 'permission':
      return `${fact.tool}: ${fact.decision} by ${fact.by}${because(fact.reason)}`;
    case 'commit':
      return `commit ${fact.commit.slice(0, 10)}: ${fact.message}`;
    case 'pull':
      return `${fact.repository}#${fact.number} ${fact.what}: ${fact.title}`;
    case 'used':
      return `a model read ${fact.input} and wrote ${fact.output} tokens`;
    case 'injected':
      return `${fact.heldOut ? 'would have been told' : 'was told'} ${fact.memories.length} memories (${fact.surface})`;
    case 'remembered':
      return `${fact.by === 'person' ? 'a person' : 'an agent'} asked to remember: ${fact.statement}`;
    case 'extracted':
      return `${fact.model} proposed ${fact.items.length} memories`;
  }
}

function callOf(fact: Extract<Fact, { type: 'call-started' | 'call-ended' }>): string {
  const [effect] = fact.effects;
  if (effect?.object === undefined) return fact.tool;
  return effect.type === 'process.exec' ? `\`${effect.object.replaceAll('`', "'")}\`` : `${fact.tool} ${effect.object}`;
}

const outcomes = {
  ok: 'succeeded',
  failed: 'failed',
  invalid: 'was not understood',
  abandoned: 'never ended',
} as const;

function endOf(fact: Extract<Fact, { type: 'call-ended' }>): string {
  if (fact.outcome === 'denied') return `was denied by ${fact.by ?? 'somebody'}${because(fact.reason)}`;
  const after = fact.durationMs === undefined ? '' : ` after ${Math.round(fact.durationMs)} ms`;
  const said = fact.outcome === 'failed' && fact.text !== undefined ? `: ${fact.text}` : '';
  return `${outcomes[fact.outcome]}${after}${said}`;
}

function because(reason: string | undefined): string {
  return reason === undefined || reason.trim() === '' ? '' : `: ${reason}`;
}
