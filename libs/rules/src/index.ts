export { type Firing, matchRule, type Verdict } from './match-rule.ts';
export { parseRule, type Rule, RuleError, type RuleFault } from './parse-rule.ts';
export { type Action, type RuleFile, ruleFileSchema } from './rule-file.ts';
export { type RuleTestResult, runRuleTests } from './run-tests.ts';
