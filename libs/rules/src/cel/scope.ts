import { Environment } from '@marcbachmann/cel-js';
import type { Shape, Typed } from '../event-types.ts';
import { factsShape } from '../facts/session-facts.ts';
import { limits } from './bounds.ts';

/** The names an expression may ask for, each with its type, and what else there is to say about names it may not. */
export interface Scope {
  readonly names: Readonly<Record<string, Typed>>;
  /** What to answer to a name that is nothing here. */
  readonly hints?: Readonly<Record<string, string>>;
}

/** Attributes of an event that expressions may ask for by name. Absent ones are empty texts. */
export const attributes = [
  'id',
  'kind',
  'source',
  'subject',
  'time',
  'tenant',
  'project',
  'agent',
  'parentagent',
  'turn',
  'actor',
  'harness',
  'origin',
  'trust',
] as const;

const attributeTypes = Object.fromEntries(attributes.map((name) => [name, 'string']));

const eventScopes = new WeakMap<Shape, Readonly<Record<string, Typed>>>();

/** An event whose data has a shape: its attributes, its data and the facts of its session. Always the same object. */
export function eventScope(data: Shape): Readonly<Record<string, Typed>> {
  const known = eventScopes.get(data) ?? { ...attributeTypes, data, session: factsShape };
  eventScopes.set(data, known);
  return known;
}

const environments = new Map<string, Environment>();
const environmentsMax = 200;

/** What checks expressions against a scope. Making one takes as long as checking a hundred expressions. */
export function environmentOf({ names }: Scope): Environment {
  const key = Object.entries(names)
    .map(([name, type]) => `${name}:${idOf(type)}`)
    .join();
  const known = environments.get(key);
  if (known !== undefined) return known;
  const environment = new Environment({ unlistedVariablesAreDyn: false, homogeneousAggregateLiterals: false, limits });
  const types = new TypeNames(environment);
  for (const [name, type] of Object.entries(names)) environment.registerVariable(name, types.nameOf(type));
  if (environments.size >= environmentsMax) environments.clear();
  environments.set(key, environment);
  return environment;
}

const ids = new WeakMap<object, string>();
let idsGiven = 0;

/** The same for the same type. */
function idOf(type: Typed): string {
  if (typeof type === 'string') return type;
  if (Array.isArray(type)) return `[${idOf(type[0] as Typed)}]`;
  const known = ids.get(type) ?? `#${++idsGiven}`;
  ids.set(type, known);
  return known;
}

/** Registers shapes as types. Their names mean nothing to people: faults say "an object" instead. */
class TypeNames {
  readonly #environment: Environment;
  readonly #names = new Map<Shape, string>();
  constructor(environment: Environment) {
    this.#environment = environment;
  }

  nameOf(type: Typed): string {
    if (typeof type === 'string') return type;
    if (Array.isArray(type)) return `list<${this.nameOf(type[0] as Typed)}>`;
    const shape = type as Shape;
    const known = this.#names.get(shape);
    if (known !== undefined) return known;
    const fields = Object.fromEntries(Object.entries(shape).map(([field, one]) => [field, this.nameOf(one)]));
    const name = `Object${this.#names.size + 1}`;
    this.#names.set(shape, name);
    this.#environment.registerType({ name, schema: fields as never });
    return name;
  }
}

/** A type as people read it. */
export function typeText(name: string): string {
  return name
    .replace(/\blist<(Object\d+|dyn)>/g, 'list')
    .replace(/\bObject\d+\b/g, 'an object')
    .replace(/google\.protobuf\.Timestamp/g, 'timestamp')
    .replace(/google\.protobuf\.Duration/g, 'duration');
}
