import { z } from 'zod';
import { type ApprovalAction, approvalFileWith } from './approval.ts';
import { type ClaimAction, claimFile, fillClaim } from './claim.ts';
import type { Fill } from './fill.ts';
import { fillSteer, type SteerAction, steerFile } from './steer.ts';
import { fillSubject, type SubjectAction, subjectFile } from './subject.ts';
import { fillWebhook, type WebhookAction, webhookFile } from './webhook.ts';
import { fillWork, type WorkAction, workFile } from './work.ts';

const withoutApproval = {
  work: workFile.optional().describe('A work item on a queue, or one for each element of a list'),
  steer: steerFile.optional().describe('A message into a running session'),
  webhook: webhookFile.optional().describe('A signed webhook'),
  subject: subjectFile.optional().describe('A message on a subject of the broker'),
  claim: claimFile.optional().describe('An exclusive hold on a path or a task'),
};
const approvedFile = oneOf(withoutApproval);

/** One action as a rule file says it: an object with one key, which names it. */
export const actionFile = oneOf({
  ...withoutApproval,
  approval: approvalFileWith(approvedFile).optional().describe('A question to a person, and what is done upon yes'),
});

export type ActionFile = z.output<typeof actionFile>;

/** The names of all actions. */
export const actionNames = ['work', 'steer', 'webhook', 'subject', 'claim', 'approval'] as const;
export type ActionName = (typeof actionNames)[number];

/** What may follow an approval. */
export type ApprovedAction = WorkAction | SteerAction | WebhookAction | SubjectAction | ClaimAction;
/** What a rule does when it fires: texts filled in, durations in milliseconds. An object with one key, which names it. */
export type Action = ApprovedAction | ApprovalAction<ApprovedAction>;

/** Which action it is. */
export function nameOf(action: Action | ActionFile): ActionName {
  return actionNames.find((name) => (action as Record<string, unknown>)[name] !== undefined)!;
}

/** An action with its texts filled in from one firing. Never throws. */
export function fillAction(file: ActionFile, fill: Fill): Action {
  if (file.approval === undefined) return fillApproved(file, fill);
  const { question, expires, then, notify } = file.approval;
  return {
    approval: {
      question: fill.text(question, 2_000),
      expiresMs: expires,
      // biome-ignore lint/suspicious/noThenProperty: the word of the rule language; a list is not taken for a promise
      then: then.map((one) => fillApproved(one, fill)),
      ...(notify !== undefined && { notify }),
    },
  };
}

function fillApproved(file: z.output<typeof approvedFile>, fill: Fill): ApprovedAction {
  if (file.work !== undefined) return { work: fillWork(file.work, fill) };
  if (file.steer !== undefined) return { steer: fillSteer(file.steer, fill) };
  if (file.webhook !== undefined) return { webhook: fillWebhook(file.webhook, fill) };
  if (file.subject !== undefined) return { subject: fillSubject(file.subject, fill) };
  return { claim: fillClaim(file.claim!, fill) };
}

/** An object of which exactly one key is there. */
function oneOf<Keys extends z.ZodRawShape>(keys: Keys) {
  return z
    .strictObject(keys)
    .refine((value) => Object.values(value).filter((one) => one !== undefined).length === 1, {
      error: ({ input }) => {
        const found = Object.keys(input as object);
        return `found ${found.length === 0 ? 'nothing' : found.join(' and ')}, expected one of ${Object.keys(keys).join(', ')}`;
      },
    })
    .meta({ minProperties: 1, maxProperties: 1 });
}
