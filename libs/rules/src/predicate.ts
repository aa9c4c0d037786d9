import type { BusEvent } from '@hookline/schemas';
import { TypeError as CelTypeError, Environment, EvaluationError, ParseError } from '@marcbachmann/cel-js';
import { type Shape, valuesFor } from './event-types.ts';
import { nearest } from './nearest.ts';

/** A fault in an expression: where in it, and what is wrong in one sentence. */
export interface ExpressionFault {
  /** Character offset in the expression. */
  readonly offset: number;
  readonly message: string;
}

/** A checked CEL expression over an event. */
export interface Expression {
  readonly source: string;
  /** Its value; undefined when it asks for a field that this event lacks. */
  evaluate(event: BusEvent): unknown;
}

/** Attributes that expressions may ask for by name, beside `data`. Absent ones are empty texts. */
const attributes = [
  'id',
  'kind',
  'source',
  'subject',
  'time',
  'tenant',
  'project',
  'session',
  'agent',
  'parentagent',
  'turn',
  'actor',
  'harness',
  'origin',
  'trust',
] as const;

/** An expression, or what is wrong with its source. */
export type Compiled = { readonly expression: Expression } | { readonly fault: ExpressionFault };

const limits = { maxAstNodes: 500, maxDepth: 40, maxListElements: 100, maxMapEntries: 100, maxCallArguments: 16 };

/** Runs what was checked: without declared types a field is read in half the time, and a missing one is the same error. */
const evaluation = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false, limits });

/** Compiles an expression against the data of one kind. `type` is what it has to give. */
export function compile(source: string, shape: Shape, type: 'bool' | 'string' | 'any'): Compiled {
  const environment = new Environment({ unlistedVariablesAreDyn: false, homogeneousAggregateLiterals: false, limits });
  for (const name of attributes) environment.registerVariable(name, 'string');
  environment.registerVariable({ name: 'data', schema: shape as never });
  const checked = environment.check(source);
  if (!checked.valid) return { fault: faultOf(checked.error, source, shape) };
  if (type !== 'any' && checked.type !== type && checked.type !== 'dyn') {
    return { fault: { offset: 0, message: `found an expression of type ${checked.type}, expected ${type}` } };
  }
  const run = evaluation.parse(source);
  return { expression: { source, evaluate: (event) => valueIn(run, event, shape) } };
}

function valueIn(run: (context: Record<string, unknown>) => unknown, event: BusEvent, shape: Shape): unknown {
  try {
    return run(contextOf(event, shape));
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}

/** The last event's values, because all rules look at one event before they look at the next. */
let latest: { event: BusEvent; shape: Shape; context: Record<string, unknown> } | undefined;

function contextOf(event: BusEvent, shape: Shape): Record<string, unknown> {
  if (latest?.event === event && latest.shape === shape) return latest.context;
  const context: Record<string, unknown> = { data: valuesFor(shape, event.data) };
  for (const name of attributes) context[name] = event[name] ?? '';
  latest = { event, shape, context };
  return context;
}

function faultOf(error: unknown, source: string, shape: Shape): ExpressionFault {
  if (!(error instanceof ParseError || error instanceof CelTypeError)) return { offset: 0, message: String(error) };
  const offset = error.range?.start ?? 0;
  const word = error.range ? source.slice(error.range.start, error.range.end) : '';
  if (error.code === 'no_such_key') {
    const fields = fieldsAt(source.slice(0, offset), shape);
    return { offset, message: `there is no field ${word}${suggestion(word, fields)}` };
  }
  if (error.code === 'unknown_variable') {
    return { offset, message: `there is nothing called ${word}${suggestion(word, [...attributes, 'data'])}` };
  }
  return { offset, message: error.summary };
}

/** The fields there are where `before` ends, for example after `data.project.`. */
function fieldsAt(before: string, shape: Shape): string[] {
  const path = /data((?:\.\w+)*)\.$/.exec(before)?.[1]?.split('.').slice(1) ?? [];
  let at: string | Shape | undefined = shape;
  for (const step of path) at = typeof at === 'object' ? at[step] : undefined;
  return typeof at === 'object' ? Object.keys(at) : [];
}

function suggestion(word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates);
  if (near !== undefined) return `; the nearest is ${near}`;
  return candidates.length > 0 ? `; there are ${candidates.join(', ')}` : '';
}
