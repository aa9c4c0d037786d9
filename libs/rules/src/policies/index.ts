export { decide, isFor, type PolicyVerdict, rulingOf } from './decide.ts';
export { type Policy, parsePolicy, policyTextFor } from './parse-policy.ts';
export { type PolicyFile, policyFileSchema } from './policy-file.ts';
export { type PolicyTestResult, runPolicyTests } from './run-policy-tests.ts';
