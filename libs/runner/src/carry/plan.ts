import type { Change, Left } from './changes.ts';

/** Changes that may be laid into a working tree, and those that must not, whatever lies there. */
interface CarryPlan {
  /** Deletions first, so that a folder can take the place of a file. */
  readonly lay: readonly Change[];
  readonly left: readonly Left[];
}

const filesMax = 1_000;
const fileBytesMax = 4 * 1024 ** 2;
const totalBytesMax = 64 * 1024 ** 2;
const pathMax = 1_000;

/** Whoever tells the bus what a session did must not choose how a harness is set up here, or what it takes for its orders. */
const settings: ReadonlySet<string> = new Set([
  ...['.claude', '.mcp.json', '.codex', '.gemini', '.opencode', 'opencode.json', 'opencode.jsonc', '.goose', '.agents'],
  ...['.env', '.envrc', '.goosehints', '.gitattributes', '.gitmodules', '.gitconfig', 'node_modules'],
  ...['claude.md', 'claude.local.md', 'agents.md', 'agents.override.md', 'agent.md', 'gemini.md'],
]);

/** Sorts out what is not known, what lies elsewhere, and what is too much. */
export function carryPlan(changes: readonly Change[]): CarryPlan {
  const lay: Change[] = [];
  const left: Left[] = [];
  let bytes = 0;
  for (const change of changes) {
    const why = unfit(change) ?? tooMuch(change, lay.length, bytes);
    if (why !== undefined) {
      left.push({ path: change.path, why });
      continue;
    }
    lay.push(change);
    bytes += change.after.bytes ?? 0;
  }
  const isGone = ({ after }: Change) => after.state === 'absent';
  return { lay: [...lay.filter(isGone), ...lay.filter((change) => !isGone(change))], left };
}

function unfit({ path, after }: Change): string | undefined {
  if (/^([/\\~]|[A-Za-z]:)/.test(path)) return 'it lies outside of the project';
  const names = path.split('/');
  if (path.length > pathMax || /[\0\\]/.test(path) || names.some(isNoName))
    return 'its path is none that a working tree can have';
  if (names.some((name) => /^(\.git[\s.]*|git~\d+)$/i.test(name.replaceAll(/\p{Cf}/gu, ''))))
    return 'it belongs to git itself';
  if (names.some((name) => settings.has(name.toLowerCase())))
    return 'it may set up a harness, or give it orders: only what is committed does that';
  if (after.state === 'absent') return undefined;
  if (after.state === 'unknown' || after.hash === null) return after.why?.text ?? 'nobody knows what it holds';
  return undefined;
}

function isNoName(name: string): boolean {
  return name === '' || name === '.' || name === '..' || Buffer.byteLength(name) > 255;
}

function tooMuch({ after }: Change, files: number, total: number): string | undefined {
  const bytes = after.bytes ?? 0;
  if (bytes > fileBytesMax) return `it has ${bytes} bytes, more than ${fileBytesMax}`;
  if (files >= filesMax) return `${filesMax} files are carried over already`;
  if (total + bytes > totalBytesMax) return `${totalBytesMax} bytes are carried over already`;
  return undefined;
}

/** What a working tree has at a path: the hash of a file, `absent`, or something in its way. */
export type Found = { readonly is: 'absent' } | { readonly is: 'file'; readonly hash: string } | InTheWay;
interface InTheWay {
  readonly is: 'in the way';
  readonly what: string;
}

/**
 * What to do with a change, where the working tree has this: `lay` it, nothing since it is the `same`, or leave it for the
 * reason that is answered. What the session never saw is not overwritten.
 */
export function decide({ before, after }: Change, found: Found): string {
  if (found.is === 'in the way') return found.what;
  const has = found.is === 'absent' ? 'absent' : found.hash;
  const wanted = after.state === 'absent' ? 'absent' : after.hash;
  if (has === wanted) return 'same';
  if (before.includes(has)) return 'lay';
  if (before.length === 0) return has === 'absent' ? 'lay' : 'what it held before the session changed it is not known';
  return has === 'absent'
    ? 'it is not in the commit that this working tree begins at, and was there before the session changed it'
    : 'the commit that this working tree begins at has another content than the session began from';
}
