import type { z } from 'zod';

const issuesMax = 20;
const shownMax = 40;

/** A sentence for each fault of a failed parse of `input`, at most 20: its path, what was found, what was expected. */
export function issueSentences(error: z.ZodError, input: unknown, prefix: readonly PropertyKey[] = []): string[] {
  return error.issues.slice(0, issuesMax).map((issue) => {
    const path = [...prefix, ...issue.path].map(String).join('.') || '(event)';
    const found = describeValue(issue.path.reduce(within, input));
    const expected = expectationOf(issue);
    return expected === undefined
      ? `${path}: found ${found}: ${issue.message}`
      : `${path}: found ${found}, expected ${expected}`;
  });
}

function within(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;
}

function expectationOf(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === 'invalid_type') return issue.expected;
  if (issue.code === 'invalid_value') return issue.values.map((value) => JSON.stringify(value)).join(' or ');
  if (issue.code !== 'invalid_union') return undefined;
  const branches = issue.errors.flatMap((branch) => {
    const [first] = branch;
    return first === undefined || first.path.length > 0 ? [] : (expectationOf(first) ?? []);
  });
  return branches.length === 0 ? undefined : [...new Set(branches)].join(' or ');
}

/** Short values as they are; of long ones only what they are, because nobody has looked for secrets in them yet. */
function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string' && value.length > shownMax) return `a string of ${value.length} characters`;
  return `${typeof value} ${JSON.stringify(value)}`;
}
