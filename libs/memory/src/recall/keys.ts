import { failureSignature } from '../commands/failure-signature.ts';
import { commandSubjects } from '../commands/subjects.ts';
import type { Memory } from '../memory.ts';

/** Something that is named exactly: `path:src/cart.ts`, `command:npm test`, `error:<signature>`, `violation:errcheck`. */
export interface ExactKey {
  readonly key: string;
  /** True where the memory is about that; false where that is only one of the things it stands on. */
  readonly whole: boolean;
}

const keyLengthMax = 500;
const keysMax = 40;

/** By what a memory is found without any ranking. */
export function keysOf({ kind, about, anchors }: Pick<Memory, 'kind' | 'about' | 'anchors'>): ExactKey[] {
  const keys: ExactKey[] = anchors.map((path) => ({ key: keyOf('path', path), whole: false }));
  if (kind === 'command' || kind === 'pitfall' || kind === 'flaky' || kind === 'permission') {
    keys.push({ key: keyOf('command', about), whole: true });
  } else if (kind === 'remedy') keys.push({ key: keyOf('error', about), whole: true });
  else if (kind === 'violation') {
    // `golangci-lint:errcheck`: printed with its program or without.
    for (const id of new Set([about, about.slice(about.lastIndexOf(':') + 1)]))
      keys.push({ key: keyOf('violation', id), whole: true });
  } else if (isOfFiles(kind)) keys.push({ key: keyOf('path', about), whole: true });
  const unique = new Map<string, ExactKey>();
  for (const one of keys) if (one.whole || !unique.has(one.key)) unique.set(one.key, one);
  return [...unique.values()].slice(0, keysMax);
}

const isOfFiles = (kind: string) => kind === 'file' || kind === 'co-change' || kind === 'read-first';

/** What somebody names who asks. Each list counts to its twentieth. */
export interface Named {
  readonly files?: readonly string[] | undefined;
  readonly commands?: readonly string[] | undefined;
  readonly errors?: readonly string[] | undefined;
  readonly violations?: readonly string[] | undefined;
}

const namedMax = 20;

/** The keys of what is named, and of paths that the query itself has in it. */
export function keysAsked({ files = [], commands = [], errors = [], violations = [] }: Named, query: string): string[] {
  return [
    ...new Set([
      ...files.slice(0, namedMax).map((path) => keyOf('path', path.replace(/^\.\//, ''))),
      ...pathsIn(query).map((path) => keyOf('path', path)),
      ...commands.slice(0, namedMax).flatMap(commandKeys),
      ...errors
        .slice(0, namedMax)
        .flatMap((error) => [error, failureSignature(error) ?? []].flat())
        .map((error) => keyOf('error', error)),
      ...violations.slice(0, namedMax).map((id) => keyOf('violation', id)),
    ]),
  ];
}

/** The line as it is, and everything that a memory about a command of it may be about. */
function commandKeys(line: string): string[] {
  return [line.trim(), ...commandSubjects(line)].map((command) => keyOf('command', command));
}

function pathsIn(query: string): string[] {
  return [...query.matchAll(/(?:[\w.@-]+\/)+[\w.@-]*\w|\b[\w-]+\.[A-Za-z]\w{0,4}\b/g)]
    .map(([path]) => path)
    .slice(0, namedMax);
}

function keyOf(type: string, name: string): string {
  return `${type}:${name.slice(0, keyLengthMax)}`.toWellFormed();
}
