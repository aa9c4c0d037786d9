import type { ExpressionFault } from './cel/bounds.ts';
import { check, compile, type Expression, type Values, type Wanted } from './cel/expression.ts';
import type { Scope } from './cel/scope.ts';
import { cutText } from './cut-text.ts';

const hole = /\{\{(.*?)\}\}/gs;

/** A text with holes: what stands between them, and what fills them. */
export interface Template {
  readonly parts: readonly (string | Expression)[];
}

/** A text in an action that asks for values: where it is, and what it has to give. */
export interface Asking {
  readonly path: readonly PropertyKey[];
  readonly source: string;
  readonly as: 'template' | 'string' | 'list';
  /** Whether `child` stands for an element there. */
  readonly forChild: boolean;
}

/** All texts of an action that ask for values. */
export function askings(action: unknown, path: readonly PropertyKey[], forChild = false): Asking[] {
  if (typeof action === 'string') {
    return action.includes('{{') ? [{ path, source: action, as: 'template', forChild }] : [];
  }
  if (typeof action !== 'object' || action === null) return [];
  return Object.entries(action).flatMap(([field, value]): Asking[] => {
    const at = [...path, Array.isArray(action) ? Number(field) : field];
    const parent = path.at(-1);
    if (parent === 'steer' && typeof path.at(-2) === 'number' && field === 'session')
      return [{ path: at, source: String(value), as: 'string', forChild }];
    if (parent === 'children' && path.at(-2) === 'work' && field === 'each') {
      return [{ path: at, source: String(value), as: 'list', forChild: false }];
    }
    return askings(value, at, forChild || field === 'children');
  });
}

/** What is wrong with such a text in a scope. Offsets count from its beginning. */
export function askingFaults({ source, as }: Asking, scope: Scope): ExpressionFault[] {
  if (as !== 'template') {
    const fault = check(source, scope, as);
    return fault === undefined ? [] : [fault];
  }
  const faults = holesOf(source).flatMap(({ text, at }) => {
    const fault = check(text, scope, 'any' satisfies Wanted);
    return fault === undefined ? [] : [{ offset: at + fault.offset, message: `{{${text}}}: ${fault.message}` }];
  });
  const open = source.replace(hole, (one) => ' '.repeat(one.length)).indexOf('{{');
  return open < 0 ? faults : [...faults, { offset: open, message: 'found {{ without }}' }];
}

/** Every `{{ CEL }}` of a text, as it is written. */
export function holesIn(source: string): string[] {
  return [...source.matchAll(hole)].map(([one]) => one);
}

function holesOf(source: string): { text: string; at: number }[] {
  return [...source.matchAll(hole)].map((match) => {
    const text = match[1]!;
    return { text: text.trim(), at: match.index + 2 + (text.length - text.trimStart().length) };
  });
}

/** A template that `askingFaults` found nothing wrong with. */
export function templateOf(source: string): Template {
  const parts: (string | Expression)[] = [];
  let at = 0;
  for (const match of source.matchAll(hole)) {
    if (match.index > at) parts.push(source.slice(at, match.index));
    parts.push(compile(match[1]!.trim()));
    at = match.index + match[0].length;
  }
  if (at < source.length) parts.push(source.slice(at));
  return { parts };
}

/** The text, at most `max` characters of it. What a hole comes to is text: no hole in it is filled again. */
export function filled({ parts }: Template, values: Values, max: number): string {
  let text = '';
  for (const part of parts) {
    text += typeof part === 'string' ? part : shown(part.evaluate(values)).slice(0, max + 1);
    if (text.length > max) return `${cutText(text, max - 1)}…`;
  }
  return cutText(text, max);
}

/** A value of an expression as text; empty where there is none. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(plain(value)) : String(value);
}

/** A value of an expression as JSON has it. */
export function plain(value: unknown): unknown {
  if (typeof value === 'string') return cutText(value, value.length);
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (typeof value !== 'object' || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return String(value);
  return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, plain(one)]));
}
