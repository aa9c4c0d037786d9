/** What the tests of this library begin with: a rule file and events, of which each test says only what matters. */
import { type BusEvent, type Kind, newEvent, readEvent } from '@hookline/schemas';
import { matchesOf } from './match.ts';
import { parseRule, RuleError } from './parse-rule.ts';

/** A rule file with these lines in place of the standard ones. `then` and `tests` are there in any case. */
export function ruleText(lines: string, then = '  - work: { queue: review }'): string {
  const clock = lines.includes('schedule:') ? '    from: 2026-01-05T00:00:00Z\n    at: 2026-01-05T01:00:00Z\n' : '';
  return `rule: sample
${lines.trim()}
then:
${then}
tests:
  - given: [{ kind: session.started }]
${clock}    expect: { firings: 0 }
`;
}

export const sample = (lines: string, then?: string) => parseRule(ruleText(lines, then), 'a.yaml');

/** What is wrong with a rule file, a line each. */
export function faultsOf(text: string): string[] {
  try {
    parseRule(text, 'a.yaml');
  } catch (error) {
    if (error instanceof RuleError) return error.message.split('\n');
    throw error;
  }
  return [];
}

/** An event of the session `claude-code:1`. */
export function eventOf(kind: Kind, data: object, attributes: object = {}): BusEvent {
  return readEvent(
    newEvent({
      kind,
      id: 'e1',
      source: 'urn:hookline:devbox:claude-code',
      time: '2026-11-22T10:00:00.000Z',
      origin: 'hook',
      project: 'github.com/acme/shop',
      session: 'claude-code:1',
      ...attributes,
      data: data as never,
    }),
  )!;
}

/** A command that failed. */
export const failed = (data: object = {}, attributes: object = {}) =>
  eventOf(
    'tool.failed',
    {
      call: 'c1',
      tool: 'Bash',
      effects: [{ type: 'process.exec', object: 'npm test' }],
      outcome: 'failed',
      stage: 'ran',
      error: 'Exit code 3',
      exitCode: 3,
      ...data,
    },
    attributes,
  );

/** The matches of an event that was heard of when it happened. */
export const matchesFor = (
  rule: ReturnType<typeof parseRule>,
  event: BusEvent,
  facts?: Parameters<typeof matchesOf>[4],
) => matchesOf(rule, event, 7, Date.parse(event.time), facts);
