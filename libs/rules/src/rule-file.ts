import { z } from 'zod';

const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected lower-case letters, digits and dashes, at most 64');

/** A work item is put up on a queue. Texts may hold `{{ CEL }}`. */
const workAction = z.strictObject({
  work: z.strictObject({
    queue: name.describe('Queue the item is offered on'),
    prompt: z.string().optional().describe('What the downstream agent is asked to do'),
    payload: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Further facts for the worker; texts may hold {{ CEL }}'),
    attempts: z.int().min(1).max(20).default(3).describe('How often it may be tried before it is dead'),
  }),
});

/** A webhook, signed as Standard Webhooks say, is sent to an address. */
const webhookAction = z.strictObject({
  webhook: z.strictObject({
    url: z.url({ protocol: /^https?$/ }).describe('Where it is sent'),
    secret: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]*$/, 'expected the name of an environment variable')
      .default('HOOKLINE_WEBHOOK_SECRET')
      .describe('Name of the environment variable that holds the signing secret; never the secret itself'),
    payload: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Further facts for the receiver; texts may hold {{ CEL }}'),
  }),
});

const action = z.union([workAction, webhookAction]);

/** What a rule does when it fires. */
export type Action = z.infer<typeof action>;

/** A rule as its file says it. The pattern of this version of the language is *single*: one event that matches. */
export const ruleFile = z.strictObject({
  rule: name.describe('Name of the rule; its versions are told apart by the hash of the file'),
  description: z.string().optional(),
  on: z
    .union([z.string(), z.array(z.string()).min(1)])
    .transform((kinds) => (typeof kinds === 'string' ? [kinds] : kinds))
    .describe('Kind or kinds of event it looks at'),
  where: z
    .string()
    .optional()
    .describe('CEL: whether an event matches. A clause about a field the event lacks is false'),
  key: z.string().default('session').describe('CEL: what firings are told apart and grouped by'),
  // biome-ignore lint/suspicious/noThenProperty: the word of the rule language; a list is not taken for a promise
  then: z.array(action).min(1).max(10),
  tests: z
    .array(
      z.strictObject({
        name: z.string().optional(),
        given: z
          .array(z.record(z.string(), z.unknown()))
          .min(1)
          .describe('Events: kind, data, and attributes where they matter'),
        expect: z.strictObject({ firings: z.int().min(0) }),
      }),
    )
    .min(1)
    .describe('At least one: events in, number of firings out'),
});

/** The content of a rule file with defaults filled in. */
export type RuleFile = z.infer<typeof ruleFile>;

/** The JSON Schema of a rule file, for editors. */
export function ruleFileSchema(): object {
  return { $id: 'urn:hookline:schema:rule:1', title: 'Hookline rule', ...z.toJSONSchema(ruleFile, { io: 'input' }) };
}
