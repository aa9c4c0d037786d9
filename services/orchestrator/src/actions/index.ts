import type { Action } from '@hookline/rules';
import type { ActionKind } from './action.ts';
import { approvalAction } from './approval.ts';
import { claimAction } from './claim.ts';
import { steerAction } from './steer.ts';
import { subjectAction } from './subject.ts';
import { webhookAction } from './webhook.ts';
import { workAction } from './work.ts';

/** Every kind of action a rule may take. A new one is a file in this folder, a line here and its shape in libs/rules. */
const actionKinds: readonly ActionKind[] = [
  workAction,
  steerAction,
  webhookAction,
  subjectAction,
  claimAction,
  approvalAction((action) => kindOf(action).describe(action)),
];

/** The kind of an action of a checked rule. */
export function kindOf(action: Action): ActionKind {
  const kind = actionKinds.find(({ name }) => name in action);
  if (kind === undefined)
    throw new Error(`a rule asks for ${Object.keys(action).join(', ')}, which no action here does`);
  return kind;
}
