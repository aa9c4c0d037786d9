import type { BusEvent } from '@hookline/schemas';
import type { Shape } from './event-types.ts';
import { type Compiled, compile, type ExpressionFault } from './predicate.ts';

const hole = /\{\{(.*?)\}\}/gs;

/** The faults of the `{{ CEL }}` in all texts of a value, with the text each is in. */
export function templateFaults(value: unknown, shape: Shape): { text: string; fault: ExpressionFault }[] {
  return texts(value).flatMap((text) =>
    [...text.matchAll(hole)].flatMap((match) => {
      const compiled = compile(match[1]!.trim(), shape, 'any');
      return 'fault' in compiled ? [{ text: match[0], fault: compiled.fault }] : [];
    }),
  );
}

/** The value with every `{{ CEL }}` in its texts replaced; by nothing where the event lacks the field. */
export function fillTemplate(value: unknown, event: BusEvent, shape: Shape): unknown {
  if (typeof value === 'string') {
    return value.replace(hole, (_, source: string) => {
      const compiled = compiledOnce(source.trim(), shape);
      return 'expression' in compiled ? shown(compiled.expression.evaluate(event)) : '';
    });
  }
  if (Array.isArray(value)) return value.map((one) => fillTemplate(one, event, shape));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, fillTemplate(one, event, shape)]));
  }
  return value;
}

const compiledByShape = new WeakMap<Shape, Map<string, Compiled>>();
const compiledMax = 1_000;

/** Compiling takes some hundred times as long as evaluating, and rules fire again and again. */
function compiledOnce(source: string, shape: Shape): Compiled {
  const known = compiledByShape.get(shape) ?? new Map<string, Compiled>();
  compiledByShape.set(shape, known);
  const compiled = known.get(source) ?? compile(source, shape, 'any');
  if (known.size >= compiledMax) known.clear();
  known.set(source, compiled);
  return compiled;
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'object')
    return JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? Number(one) : one));
  return String(value);
}
