import { createHash } from 'node:crypto';
import { watch } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { soon } from './folder.ts';
import { git } from './git-program.ts';
import { type RuleText, recordingBytesMax, ruleBytesMax, rulesMax, type Source, SourceError } from './source.ts';

/** Where a repository keeps its rules. */
const rulesPath = '.hookline/rules';

/**
 * The rules of a repository, as its HEAD commit has them: what is only in the working tree is no rule yet. `place` is the
 * folder of a working tree or bare repository, or a URL that is fetched, as often as it is read, into `cache`.
 */
export function gitSource(place: string, cache: string): Source {
  const isUrl = /^(https|ssh|file):\/\//.test(place) || /^[\w.-]+@[\w.-]+:/.test(place);
  const name = isUrl ? withoutSecrets(place) : place;
  let known: { commit: string; texts: readonly RuleText[] } | undefined;
  return {
    origin: 'git',
    name,
    has: (path) => path.startsWith(`${name}/`),
    async read() {
      const folder = isUrl ? await fetched(place, cache) : place;
      if (!(await isFolder(folder))) throw new SourceError('there is no such folder');
      const commit = (await git(folder, ['rev-parse', '--verify', 'HEAD^{commit}'])).trim();
      if (known?.commit !== commit) known = { commit, texts: await textsOf(folder, commit, name) };
      return known.texts;
    },
    watch(signal, onChange) {
      if (isUrl) return;
      void watchCommits(place, signal, soon(onChange));
    },
  };
}

/** The places that a setting names, commas between. */
export function gitPlaces(setting: string): readonly string[] {
  return setting.split(',').flatMap((place) => place.trim().replace(/\/+$/, '') || []);
}

interface Entry {
  readonly object: string;
  readonly bytes: number;
  readonly path: string;
}

async function textsOf(folder: string, commit: string, name: string): Promise<readonly RuleText[]> {
  const entries = await entriesOf(folder, commit);
  const rules = entries.filter(({ path }) => posix.dirname(path) === rulesPath && /\.ya?ml$/.test(path));
  if (rules.length > rulesMax) {
    throw new SourceError(`found ${rules.length} files in ${rulesPath}, expected at most ${rulesMax}`);
  }
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const texts: RuleText[] = [];
  for (const { path, object, bytes } of rules) {
    texts.push({
      origin: 'git',
      path: `${name}/${path}`,
      text: bytes > ruleBytesMax ? '#'.repeat(ruleBytesMax + 1) : await git(folder, ['cat-file', 'blob', object]),
      commit,
      by: async () => (await git(folder, ['log', '-1', '--format=%an <%ae>', commit, '--', path])).trim(),
      async recording(wanted) {
        const found = byPath.get(posix.normalize(posix.join(rulesPath, wanted)));
        if (found === undefined || found.bytes > recordingBytesMax) return undefined;
        return await git(folder, ['cat-file', 'blob', found.object], { bytesMax: recordingBytesMax + 1 });
      },
    });
  }
  return texts;
}

/** Ordinary files below the folder of rules: no links, no repositories inside. */
async function entriesOf(folder: string, commit: string): Promise<Entry[]> {
  const listing = await git(folder, ['ls-tree', '-r', '-l', '-z', '--full-tree', commit, `${rulesPath}/`]);
  return listing.split('\0').flatMap((line) => {
    const parts = /^100(?:644|755) blob ([0-9a-f]+) +(\d+)\t(.+)$/s.exec(line);
    return parts === null ? [] : [{ object: parts[1]!, bytes: Number(parts[2]), path: parts[3]! }];
  });
}

/** The repository at a URL as it is now, in a folder of ours: its last commit, without a working tree. */
async function fetched(url: string, cache: string): Promise<string> {
  const folder = join(cache, createHash('sha256').update(url).digest('hex').slice(0, 16));
  await mkdir(folder, { recursive: true });
  if (!(await isFolder(join(folder, 'objects')))) await git(folder, ['init', '--quiet', '--bare']);
  try {
    await git(folder, ['fetch', '--quiet', '--depth=1', '--no-tags', '--force', '--', url, '+HEAD:refs/heads/rules']);
  } catch (error) {
    if (error instanceof SourceError) throw new SourceError(error.message.replaceAll(url, withoutSecrets(url)));
    throw error;
  }
  await git(folder, ['symbolic-ref', 'HEAD', 'refs/heads/rules']);
  return folder;
}

/** HEAD names the branch, the reflog grows with every commit, checkout and pull. */
async function watchCommits(place: string, signal: AbortSignal, onChange: () => void): Promise<void> {
  const folder = await git(place, ['rev-parse', '--absolute-git-dir']).catch(() => undefined);
  if (folder === undefined || signal.aborted) return;
  for (const watched of [folder.trim(), join(folder.trim(), 'logs')]) {
    if (!(await isFolder(watched))) continue;
    const watcher = watch(watched, { signal }, (_, file) => {
      if (file === null || file.startsWith('HEAD')) onChange();
    });
    watcher.on('error', () => watcher.close());
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/** A URL may carry a password; what is shown and written down does not. */
function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return url;
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}
