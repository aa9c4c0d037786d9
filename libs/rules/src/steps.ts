import type { ASTNode } from '@marcbachmann/cel-js';
import { serialize } from '@marcbachmann/cel-js/serialize';
import { type Clause, clausesOf } from './cel/clauses.ts';
import { check, compile, type Expression, treeOf, type Wanted } from './cel/expression.ts';
import { eventScope, type Scope } from './cel/scope.ts';
import { kindNames, type Shape, shapeOf, type Typed } from './event-types.ts';
import { nearest } from './nearest.ts';
import type { RuleFile } from './rule-file.ts';

/** What one step of a rule asks of one kind of event. Patterns but sequences have one step, absences two. */
export interface Step {
  /** From 0; of an absence, 0 opens and 1 closes. */
  readonly number: number;
  /** What a sequence calls it. */
  readonly name?: string | undefined;
  readonly kind: string;
  readonly shape: Shape;
  /** Whether the event may match, as far as it alone can tell. */
  readonly where?: Expression | undefined;
  /** What is left to ask once the steps before it are there. */
  readonly later?: Expression | undefined;
  readonly key: Expression;
  readonly distinct?: Expression | undefined;
  /** What `where` is made of. */
  readonly clauses: readonly Clause[];
}

/** A step as the file says it. */
export interface StepFile {
  readonly number: number;
  readonly name?: string;
  readonly kinds: readonly string[];
  readonly kindsPath: readonly PropertyKey[];
  readonly where: string | undefined;
  readonly wherePath: readonly PropertyKey[];
  readonly key: string;
  readonly keyPath: readonly PropertyKey[];
  readonly distinct?: string | undefined;
}

/** The steps of a rule's pattern; none for a schedule. */
export function stepFiles(file: RuleFile): StepFile[] {
  const { sequence, absence } = file;
  const [key, keyPath] = [file.key ?? 'session.id', ['key']];
  if (sequence !== undefined) {
    return sequence.steps.map((step, number) => {
      const path = ['sequence', 'steps', number];
      return {
        number,
        name: step.as,
        kinds: step.on,
        kindsPath: [...path, 'on'],
        where: step.where,
        wherePath: [...path, 'where'],
        key: step.key ?? key,
        keyPath: step.key === undefined ? keyPath : [...path, 'key'],
      };
    });
  }
  if (file.on === undefined) return [];
  const first: StepFile = {
    number: 0,
    kinds: file.on,
    kindsPath: ['on'],
    where: file.where,
    wherePath: ['where'],
    key,
    keyPath,
    distinct: file.count?.distinct,
  };
  if (absence === undefined) return [first];
  const closing: StepFile = {
    number: 1,
    kinds: absence.of,
    kindsPath: ['absence', 'of'],
    where: absence.where,
    wherePath: ['absence', 'where'],
    key: absence.key ?? key,
    keyPath: absence.key === undefined ? keyPath : ['absence', 'key'],
  };
  return [first, closing];
}

/** Told of a fault in an expression at a path, or of something else there. */
export type OnFault = (path: readonly PropertyKey[], message: string, offset?: number) => void;

/** Checks a step against each of its kinds. `earlier` are the steps that its `where` may name. */
export function stepsOf(
  file: StepFile,
  earlier: readonly StepFile[],
  later: readonly StepFile[],
  lineOf: (path: readonly PropertyKey[], offset: number) => number,
  onFault: OnFault,
): Step[] {
  return file.kinds.flatMap((kind, index): Step[] => {
    const shape = shapeOf(kind);
    if (shape === undefined) {
      const near = nearest(kind, kindNames);
      const path = file.kinds.length > 1 ? [...file.kindsPath, index] : file.kindsPath;
      onFault(path, `there is no kind ${kind}${near === undefined ? '' : `; the nearest is ${near}`}`);
      return [];
    }
    let whole = true;
    const expect = (path: readonly PropertyKey[], source: string, scope: Scope, wanted: Wanted) => {
      const fault = check(source, scope, wanted);
      if (fault === undefined) return;
      onFault(path, `${fault.message} (for ${kind})`, fault.offset);
      whole = false;
    };
    const own = eventScope(shape);
    const alone: Scope = { names: own, hints: hintsOf(file, earlier, later, false) };
    const withEarlier: Scope = { names: { ...own, ...namesOf(earlier) }, hints: hintsOf(file, earlier, later, true) };
    if (file.where !== undefined) expect(file.wherePath, file.where, withEarlier, 'bool');
    expect(file.keyPath, file.key, alone, 'string');
    if (file.distinct !== undefined) expect(['count', 'distinct'], file.distinct, alone, 'scalar');
    if (!whole) return [];
    const names = new Set(earlier.map((step) => step.name!));
    return [
      {
        number: file.number,
        name: file.name,
        kind,
        shape,
        ...whereOf(file.where, names),
        key: compile(file.key),
        distinct: file.distinct === undefined ? undefined : compile(file.distinct),
        clauses: clausesOf(file.where, (offset) => lineOf(file.wherePath, offset)),
      },
    ];
  });
}

/** What a step's name stands for: an event of any of its kinds. */
export function namesOf(steps: readonly StepFile[]): Readonly<Record<string, Typed>> {
  const named = steps.filter((step) => step.name !== undefined);
  return Object.fromEntries(named.map((step) => [step.name!, eventScope(dataOf(step.kinds))]));
}

const mergedShapes = new Map<string, Shape>();
const mergedMax = 500;

/** The data of an event that is of one of several kinds: every field that one of them has. */
export function dataOf(kinds: readonly string[]): Shape {
  const shapes = kinds.map(shapeOf).filter((one) => one !== undefined);
  if (shapes.length === 1) return shapes[0]!;
  const key = kinds.join();
  const known = mergedShapes.get(key);
  if (known !== undefined) return known;
  const merged: Record<string, Typed> = {};
  for (const shape of shapes) {
    for (const [field, type] of Object.entries(shape)) {
      const before = merged[field];
      merged[field] = before === undefined || JSON.stringify(before) === JSON.stringify(type) ? type : 'dyn';
    }
  }
  if (mergedShapes.size >= mergedMax) mergedShapes.clear();
  mergedShapes.set(key, merged);
  return merged;
}

function hintsOf(
  file: StepFile,
  earlier: readonly StepFile[],
  later: readonly StepFile[],
  inWhere: boolean,
): Record<string, string> {
  const hints: Record<string, string> = {};
  if (!inWhere) {
    for (const { name } of earlier) {
      if (name !== undefined)
        hints[name] = `a key cannot ask for step ${name}: it is what finds the steps that belong together`;
    }
  }
  if (file.name !== undefined)
    hints[file.name] = `${file.name} is this step itself: ask for data, session or an attribute`;
  const before = earlier.map(({ name }) => name).join(', ') || 'none';
  for (const { name } of later) {
    if (name !== undefined) hints[name] = `step ${name} comes later; the steps before this one: ${before}`;
  }
  return hints;
}

/** The part of `where` that an event answers alone, and the part that asks for earlier steps. */
function whereOf(
  source: string | undefined,
  names: ReadonlySet<string>,
): { where?: Expression | undefined; later?: Expression | undefined } {
  if (source === undefined) return {};
  const whole = compile(source);
  const asks = ({ names: asked }: Expression) => [...asked].some((name) => names.has(name));
  if (!asks(whole)) return { where: whole };
  const parts = conjuncts(treeOf(source)!).map(serialize).map(compile);
  const joined = (some: readonly Expression[]) =>
    some.length === 0 ? undefined : compile(some.map((one) => `(${one.source})`).join(' && '));
  return { where: joined(parts.filter((one) => !asks(one))), later: joined(parts.filter(asks)) };
}

function conjuncts(node: ASTNode): ASTNode[] {
  return node.op === '&&' ? node.args.flatMap(conjuncts) : [node];
}
