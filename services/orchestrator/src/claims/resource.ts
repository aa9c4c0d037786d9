/** What can be held: one path, every path that a glob matches, or a task by its name. */
export type ResourceKind = 'path' | 'glob' | 'task';

/** What was to be claimed is no path, glob or task. The message says what was found and what was expected. */
export class ResourceError extends Error {
  override name = 'ResourceError';
}

const charactersMax: Readonly<Record<ResourceKind, number>> = { path: 1_000, glob: 256, task: 200 };
const alternativesMax = 8;

/**
 * The one way to write a resource, so that equal ones are equal as text. Paths and globs are relative to the repository,
 * without `.`, `..` and empty parts. Throws `ResourceError`.
 */
export function normalResource(kind: ResourceKind, given: string): string {
  const text = given.trim();
  const refuse = (expected: string): never => {
    throw new ResourceError(`${kind} ${JSON.stringify(text.slice(0, 200))}: expected ${expected}`);
  };
  if (text === '') refuse('something that is named');
  if (text.length > charactersMax[kind]) refuse(`at most ${charactersMax[kind]} characters, found ${text.length}`);
  if (/\p{Cc}/u.test(text)) refuse('no control characters');
  if (kind === 'task') return text.replaceAll(/\s+/g, ' ');
  if (/^(?:[/~]|[A-Za-z]:)/.test(text)) refuse('a path relative to the repository');
  if (text.includes('\\')) refuse('/ between folders, and no backslash');
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) refuse('a path that stays inside the repository, without ..');
  if (parts.length === 0) refuse(kind === 'path' ? 'a file; ** as a glob is everything' : '** for everything');
  const normal = parts.join('/');
  if (kind === 'path') {
    if (text.endsWith('/')) refuse(`a file; the folder with all that is in it is the glob ${normal}/**`);
    return normal;
  }
  const fault = globFault(normal);
  if (fault !== undefined) refuse(fault);
  return normal;
}

/**
 * A glob as the globs without braces that it stands for. `*` is any part of a name, `**` any folders, `?` one character,
 * `{a,b}` one of these; every other character stands for itself, as file names may hold brackets and the like.
 */
export function alternativesOf(glob: string): string[] {
  const brace = /\{([^{}]*)\}/.exec(glob);
  if (brace === null) return [glob];
  const before = glob.slice(0, brace.index);
  const after = glob.slice(brace.index + brace[0].length);
  return brace[1]!.split(',').flatMap((one) => alternativesOf(before + one + after));
}

function globFault(glob: string): string | undefined {
  const flat = glob.replaceAll(/\{[^{}]*\}/g, '');
  if (/[{}]/.test(flat)) return 'braces in pairs, none inside another';
  const groups = [...glob.matchAll(/\{([^{}]*)\}/g)].map(([, inside]) => inside!.split(','));
  if (groups.some((group) => group.length < 2 || group.includes('')))
    return 'two or more alternatives in braces, none empty';
  const count = groups.reduce((product, group) => product * group.length, 1);
  if (count > alternativesMax) return `at most ${alternativesMax} alternatives in all, found ${count}`;
  const segments = alternativesOf(glob).flatMap((one) => one.split('/'));
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..'))
    return 'a name between any two /';
  if (segments.some((segment) => segment !== '**' && segment.includes('**')))
    return '** only as a whole folder, like src/**/*.ts';
  return undefined;
}
