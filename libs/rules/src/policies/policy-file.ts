import { z } from 'zod';

/** What a clause may decide, from the weakest to the strongest. */
export const decisions = ['allow', 'ask', 'deny'] as const;
export type Decision = (typeof decisions)[number];

const clause = z.strictObject({
  where: z
    .string()
    .min(1)
    .describe('CEL over the call that is about to run; a clause about a field the call lacks is false'),
  decide: z.enum(decisions).describe('deny: it does not run; ask: a person is asked; allow: nobody is asked'),
  reason: z.string().min(1).max(500).describe('What the agent, or the person, is told'),
});

const attribute = z.record(z.string(), z.unknown());

/** A policy as its file says it: what tool calls may do, decided on the agent's machine before they run. */
export const policyFile = z.strictObject({
  policy: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected lower-case letters, digits and dashes, at most 64')
    .describe('Name of the policy; its versions are told apart by the hash of the file'),
  description: z.string().optional(),
  on: z.literal('tool.started').default('tool.started').describe('The kind of event its clauses look at'),
  mode: z
    .enum(['shadow', 'enforce'])
    .default('shadow')
    .describe('shadow: what would be decided is written down, and the agent goes on as if there were no policy'),
  projects: z
    .array(z.string().min(1))
    .min(1)
    .max(200)
    .optional()
    .describe('Ids of the projects it is for; all where absent'),
  clauses: z.array(clause).min(1).max(100).describe('The first that matches decides'),
  askElse: z
    .enum(['deny', 'allow'])
    .default('deny')
    .describe('What ask means in a harness that has no way to ask a person'),
  budgetMs: z.int().min(1).max(500).default(40).describe('How long the edge may take to decide, in milliseconds'),
  onFailure: z
    .enum(['open', 'closed'])
    .default('open')
    .describe('Where nothing could be decided in time: open lets calls run, closed denies them, also without an edge'),
  tests: z
    .array(
      z.strictObject({
        name: z.string().optional(),
        given: attribute.describe('The call: data of a tool.started, and attributes where they matter'),
        expect: z.strictObject({
          decide: z.enum([...decisions, 'none']),
          clause: z.int().nonnegative().optional().describe('Which clause decides, from 0'),
        }),
      }),
    )
    .min(1)
    .max(200)
    .describe('At least one: a call in, a decision out'),
});

/** The content of a policy file with defaults filled in. */
export type PolicyFile = z.infer<typeof policyFile>;

/** The JSON Schema of a policy file, for editors. */
export function policyFileSchema(): object {
  return {
    $id: 'urn:hookline:schema:policy:1',
    title: 'Hookline policy',
    ...z.toJSONSchema(policyFile, { io: 'input' }),
  };
}
