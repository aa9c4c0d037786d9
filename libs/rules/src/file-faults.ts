import { describeIssues } from '@hookline/schemas';
import { z } from 'zod';
import { nearest } from './nearest.ts';
import { ruleFile } from './rule-file.ts';

/** A fault of a rule file's shape: where in it, and one sentence. */
export interface ShapeFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

const actions = ['work', 'webhook'];

/** The faults of a file that is not what a rule has to be. A key that there is not names the nearest one that there is. */
export function shapeFaults(error: z.ZodError): ShapeFault[] {
  return error.issues.flatMap((issue): ShapeFault[] => {
    if (issue.code === 'unrecognized_keys') {
      const known = issue.path.length === 0 ? Object.keys(ruleFile.shape) : [];
      return issue.keys.map((key) => unknownKey([...issue.path, key], key, known));
    }
    if (issue.code === 'invalid_union' && issue.path[0] === 'then') {
      const inner = issue.errors.flat().find((one) => one.code === 'unrecognized_keys' && one.path.length > 0);
      if (inner?.code === 'unrecognized_keys') {
        const path = [...issue.path, ...inner.path];
        return inner.keys.map((key) => unknownKey([...path, key], key, []));
      }
      const deeper = issue.errors.flat().find((one) => one.path.length > 1);
      if (deeper !== undefined) return [{ path: [...issue.path, ...deeper.path], message: deeper.message }];
      return [{ path: issue.path, message: `expected one of ${actions.join(', ')}, with what it takes` }];
    }
    return describeIssues(new z.ZodError([issue])).map((sentence) => ({
      path: issue.path,
      message: sentence.slice(sentence.indexOf(': ') + 2),
    }));
  });
}

function unknownKey(path: readonly PropertyKey[], key: string, known: readonly string[]): ShapeFault {
  const near = nearest(key, known);
  return { path, message: `there is no key ${key} here${near === undefined ? '' : `; the nearest is ${near}`}` };
}
