import type { Json, Memory } from '../memory.ts';

/** What following a memory would look like. Command keys and paths, as events name them. */
export interface Advice {
  /** Commands that it recommends. */
  readonly commands: readonly string[];
  /** Commands that it warns of. */
  readonly warnedOf: readonly string[];
  /** Files that it points at. */
  readonly files: readonly string[];
}

const none: Advice = { commands: [], warnedOf: [], files: [] };

/** What a memory advises, by its kind; nothing where it only informs. */
export function adviceOf({ kind, about, details }: Pick<Memory, 'kind' | 'about' | 'details'>): Advice {
  switch (kind) {
    case 'command':
      return { ...none, commands: [about] };
    case 'pitfall':
      return { ...none, warnedOf: [about], commands: textsAt(details, 'instead', 'replacement') };
    case 'remedy':
      return {
        ...none,
        commands: textsAt(details, 'remedy'),
        files: textsAt(details, 'files'),
      };
    case 'read-first':
    case 'co-change':
      return { ...none, files: textsAt(details, 'first', 'with').filter((path) => path !== about) };
    case 'file':
      return { ...none, files: [about] };
    case 'procedure':
      return { ...none, commands: textsAt(details, 'commands', 'verifiedBy') };
    case 'episode':
    case 'decision':
    case 'fact':
      return { ...none, files: textsAt(details, 'files') };
    default:
      return none;
  }
}

/** The texts a memory's details hold under any of these names: alone, in a list, or as the `path`, `key` or `command` of things in one. */
function textsAt(details: Json, ...names: readonly string[]): string[] {
  if (typeof details !== 'object' || details === null || Array.isArray(details)) return [];
  const fields = details as Readonly<Record<string, Json>>;
  return [...new Set(names.flatMap((name) => textsIn(fields[name])))];
}

function textsIn(value: Json | undefined): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (Array.isArray(value)) return value.slice(0, 50).flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  const { path, key, command } = value as Readonly<Record<string, Json | undefined>>;
  return textsIn(path ?? key ?? command);
}
