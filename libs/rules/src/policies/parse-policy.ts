import { describeIssues, shortHash } from '@hookline/schemas';
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { shapeOf } from '../event-types.ts';
import { nearest } from '../nearest.ts';
import { RuleError, type RuleFault } from '../parse-rule.ts';
import { compile, type Expression } from '../predicate.ts';
import { type PolicyFile, policyFile } from './policy-file.ts';

/** A policy that was checked and can decide. */
export interface Policy {
  readonly name: string;
  /** Hash of the file's content: an edited file is another version. */
  readonly version: string;
  readonly file: PolicyFile;
  /** The conditions of its clauses, in their order. */
  readonly conditions: readonly Expression[];
}

const sizeMax = 64 * 1024;

/** Reads a policy file. Throws `RuleError` with every fault that was found, as `file:line:column: what`. */
export function parsePolicy(text: string, fileName: string): Policy {
  if (text.length > sizeMax) {
    const message = `found ${text.length} characters, expected at most ${sizeMax}`;
    throw new RuleError(fileName, [{ line: 1, column: 1, message }]);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number, message: string): RuleFault => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col, message };
  };
  if (document.errors.length > 0) {
    throw new RuleError(
      fileName,
      document.errors.map(({ pos, message }) => at(pos[0], message)),
    );
  }
  const parsed = policyFile.safeParse(document.toJS({ maxAliasCount: 10 }));
  if (!parsed.success) {
    throw new RuleError(
      fileName,
      faultsOf(parsed.error).map(({ path, message }) =>
        at(offsetOf(document, path), `${path.map(String).join('.') || 'policy'}: ${message}`),
      ),
    );
  }
  const shape = shapeOf(parsed.data.on) ?? {};
  const faults: RuleFault[] = [];
  const conditions: Expression[] = [];
  parsed.data.clauses.forEach(({ where }, index) => {
    const compiled = compile(where, shape, 'bool');
    if ('expression' in compiled) conditions.push(compiled.expression);
    else {
      const { offset, message } = compiled.fault;
      faults.push(at(offsetOf(document, ['clauses', index, 'where']) + offset, `clauses.${index}.where: ${message}`));
    }
  });
  if (faults.length > 0) throw new RuleError(fileName, faults);
  return { name: parsed.data.policy, version: shortHash(text), file: parsed.data, conditions };
}

/** The text of a policy as one project needs it: what other projects it is for is not in it. */
export function policyTextFor(project: string, text: string): string {
  const document = parseDocument(text);
  document.set('projects', [project]);
  return document.toString();
}

function faultsOf(error: z.ZodError): { path: PropertyKey[]; message: string }[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      const known = issue.path.length === 0 ? Object.keys(policyFile.shape) : [];
      return issue.keys.map((key) => {
        const near = nearest(key, known);
        const hint = near === undefined ? '' : `; the nearest is ${near}`;
        return { path: [...issue.path, key], message: `there is no key ${key} here${hint}` };
      });
    }
    const sentences = describeIssues({ issues: [issue] } as unknown as z.ZodError);
    return sentences.map((sentence) => ({
      path: issue.path,
      message: sentence.slice(sentence.indexOf(': ') + 2),
    }));
  });
}

/** Where the value at a path begins in the text; of a quoted text, its first character. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as
      | { range?: [number, number, number]; type?: string }
      | undefined;
    if (node?.range) return node.range[0] + (node.type?.startsWith('QUOTE_') ? 1 : 0);
  }
  return 0;
}
