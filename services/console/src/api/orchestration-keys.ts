/**
 * What is asked under these keys is read again when the stream speaks of it. A firing's course is told by all that it
 * brought about, so rules are read again on every one of these.
 */
export const rulesKey = 'rules';
export const workKey = 'work';
export const claimsKey = 'claims';
export const approvalsKey = 'approvals';
export const steeringKey = 'steering';

/** Kinds of events after which what was asked under a key is not what it was. */
export const orchestrationKinds: readonly { readonly key: string; readonly kinds: RegExp }[] = [
  {
    key: rulesKey,
    kinds: /^hookline\.(rule|orchestration|policy|work|steer|approval|claim|webhook|subject)\./,
  },
  { key: workKey, kinds: /^hookline\.work\./ },
  { key: claimsKey, kinds: /^hookline\.(claim|conflict)\./ },
  { key: approvalsKey, kinds: /^hookline\.approval\./ },
  { key: steeringKey, kinds: /^hookline\.(steer|guard|conflict)\./ },
];
