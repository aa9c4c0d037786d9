export { type Firing, matchRule, type Verdict } from './match-rule.ts';
export { parseRule, type Rule, RuleError, type RuleFault } from './parse-rule.ts';
export { type Action, type RuleFile, ruleFileSchema } from './rule-file.ts';
export { rulesByKind } from './rules-by-kind.ts';
export { type RuleTestResult, runRuleTests } from './run-tests.ts';
