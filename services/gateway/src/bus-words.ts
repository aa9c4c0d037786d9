import { allows, type Grant } from '@hookline/access';
import { type CloudEvent, parseType } from '@hookline/schemas';

/** Kinds that say what people decided about memories, or what the bus itself made of the log. */
const decided: ReadonlySet<string> = new Set([
  'memory.curated',
  'memory.extracted',
  'memory.recorded',
  'memory.revoked',
  'project.aliased',
  'skill.published',
  'steer.sent',
  'subject.published',
  'team.changed',
  'webhook.delivered',
]);

/**
 * What orchestration says of itself, whole families: its tables follow from these events, so that whoever could publish
 * one could bring a rule into force, answer for a person, or end somebody's work. What becomes of a message at its
 * session (`steer.ended`) and of a call (`guard.decided`) is for edges to say.
 */
const orchestrated = /^(approval|claim|conflict|orchestration|policy|rule|work)\./;

/** Kinds that say who speaks: anybody may, as an agent. */
const spoken: ReadonlySet<string> = new Set(['memory.judged', 'memory.remembered']);

/** Why an event may not be published by who sends it, and what would be expected instead. */
export interface Presumption {
  readonly message: string;
  readonly issue: string;
}

/**
 * What a memory holds for agents to follow comes from people, who decide through the bus itself, which writes down who
 * they are. Whoever may publish events could otherwise have agents told whatever they like; only administrators may, who
 * bring whole archives in. Undefined for an event that presumes nothing.
 */
export function presumptionOf(event: CloudEvent, grant: Grant): Presumption | undefined {
  if (allows(grant, 'admin')) return undefined;
  const kind = parseType(event.type)?.kind;
  if (kind === undefined) return undefined;
  if (orchestrated.test(kind)) {
    return {
      message: `the token "${grant.name}" may not publish ${kind}: the bus itself writes these when it happens`,
      issue: `type: found ${kind}, expected a kind that harnesses and tools tell of; use \`hookline rules\`, \`work\`, \`claims\` or \`approvals\`, the console, or HTTP`,
    };
  }
  if (decided.has(kind)) {
    return {
      message: `the token "${grant.name}" may not publish ${kind}: the bus itself writes these when somebody decides`,
      issue: `type: found ${kind}, expected a kind that harnesses and tools tell of; decide with \`hookline memory\`, in the console, or over HTTP`,
    };
  }
  if (!spoken.has(kind)) return undefined;
  if (event.data.by === 'person') {
    return {
      message: `the token "${grant.name}" may not publish ${kind} in the name of a person`,
      issue:
        'data.by: found person, expected agent; people say so with `hookline memory`, in the console, or over HTTP',
    };
  }
  if (event.trust !== 'user') return undefined;
  return {
    message: `the token "${grant.name}" may not publish ${kind} as the words of a person`,
    issue: 'trust: found user, expected agent or none',
  };
}
