import { shortHash } from '@hookline/schemas';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { kindNames, type Shape, shapeOf } from './event-types.ts';
import { shapeFaults } from './file-faults.ts';
import { nearest } from './nearest.ts';
import { compile, type Expression } from './predicate.ts';
import { type RuleFile, ruleFile } from './rule-file.ts';
import { templateFaults } from './template.ts';

/** A fault in a rule file. Lines and columns count from 1. */
export interface RuleFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A rule that was checked and can be matched. */
export interface Rule {
  readonly name: string;
  /** Hash of the file's content: an edited file is another version. */
  readonly version: string;
  readonly file: RuleFile;
  /** What the rule asks of an event, by kind. */
  readonly patterns: ReadonlyMap<string, Pattern>;
}

/** A rule's expressions as checked against one kind of event. */
interface Pattern {
  readonly shape: Shape;
  readonly where: Expression | undefined;
  readonly key: Expression;
}

/** A rule file cannot come into force. The message lists every fault as `file:line:column: what`. */
export class RuleError extends Error {
  override name = 'RuleError';
  readonly faults: readonly RuleFault[];
  constructor(file: string, faults: readonly RuleFault[]) {
    super(faults.map((fault) => `${file}:${fault.line}:${fault.column}: ${fault.message}`).join('\n'));
    this.faults = faults;
  }
}

const sizeMax = 64 * 1024;

/** Reads a rule file. Throws `RuleError` with every fault that was found. */
export function parseRule(text: string, fileName: string): Rule {
  if (text.length > sizeMax) {
    throw new RuleError(fileName, [
      { line: 1, column: 1, message: `found ${text.length} characters, expected at most ${sizeMax}` },
    ]);
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
      document.errors.map((error) => at(error.pos[0], error.message)),
    );
  }
  const parsed = ruleFile.safeParse(document.toJS({ maxAliasCount: 10 }));
  if (!parsed.success) {
    throw new RuleError(
      fileName,
      shapeFaults(parsed.error).map(({ path, message }) =>
        at(offsetOf(document, path), `${path.map(String).join('.') || 'rule'}: ${message}`),
      ),
    );
  }
  const { patterns, faults } = patternsOf(parsed.data, document, at);
  if (faults.length > 0) throw new RuleError(fileName, faults);
  return { name: parsed.data.rule, version: shortHash(text), file: parsed.data, patterns };
}

function patternsOf(file: RuleFile, document: Document, at: (offset: number, message: string) => RuleFault) {
  const patterns = new Map<string, Pattern>();
  const faults: RuleFault[] = [];
  for (const kind of file.on) {
    const shape = shapeOf(kind);
    if (shape === undefined) {
      const near = nearest(kind, kindNames);
      faults.push(
        at(offsetOf(document, ['on']), `on: there is no kind ${kind}${near ? `; the nearest is ${near}` : ''}`),
      );
      continue;
    }
    const checked = (field: 'where' | 'key', source: string, type: 'bool' | 'string'): Expression | undefined => {
      const compiled = compile(source, shape, type);
      if ('expression' in compiled) return compiled.expression;
      faults.push(
        at(offsetOf(document, [field]) + compiled.fault.offset, `${field}: ${compiled.fault.message} (for ${kind})`),
      );
      return undefined;
    };
    const where = file.where === undefined ? undefined : checked('where', file.where, 'bool');
    const key = checked('key', file.key, 'string');
    file.then.forEach((action, index) => {
      for (const { text, fault } of templateFaults(action, shape)) {
        faults.push(at(offsetOf(document, ['then', index]), `${text}: ${fault.message} (for ${kind})`));
      }
    });
    if (key !== undefined) patterns.set(kind, { shape, where, key });
  }
  return { patterns, faults };
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
