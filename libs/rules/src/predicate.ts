import type { BusEvent } from '@hookline/schemas';
import type { ExpressionFault } from './cel/bounds.ts';
import { check, compile as compileChecked } from './cel/expression.ts';
import { eventScope, type Scope } from './cel/scope.ts';
import { eventValues } from './cel/values.ts';
import type { Shape } from './event-types.ts';

/** A checked CEL expression over an event alone, of whose session nothing is known but its id. */
export interface Expression {
  readonly source: string;
  /** Its value; undefined when it asks for a field that this event lacks. Never throws. */
  evaluate(event: BusEvent): unknown;
}

/** An expression, or what is wrong with its source. */
export type Compiled = { readonly expression: Expression } | { readonly fault: ExpressionFault };

const scopes = new WeakMap<Shape, Scope>();

/** Compiles an expression against the data of one kind. `type` is what it has to give. */
export function compile(source: string, shape: Shape, type: 'bool' | 'string' | 'any'): Compiled {
  const scope = scopes.get(shape) ?? { names: { ...eventScope(shape), session: { id: 'string' } } };
  scopes.set(shape, scope);
  const fault = check(source, scope, type);
  if (fault !== undefined) return { fault };
  const expression = compileChecked(source);
  return { expression: { source, evaluate: (event) => expression.evaluate(valuesOf(event, shape)) } };
}

/** The last event's values, because everything looks at one event before it looks at the next. */
let latest: { event: BusEvent; shape: Shape; values: object } | undefined;

function valuesOf(event: BusEvent, shape: Shape): object {
  if (latest?.event === event && latest.shape === shape) return latest.values;
  const values = eventValues(event, shape, { id: event.session });
  latest = { event, shape, values };
  return values;
}
