import type { Call, Story } from '../facts/story.ts';

/** One write of a file of the project, in the order of the session. */
export interface Touch {
  readonly path: string;
  readonly how: 'create' | 'edit' | 'delete' | 'move';
  /** Which step of the story it was. */
  readonly step: number;
  readonly position: number;
  readonly time: string;
  readonly agent: string;
}

/** A commit of a session, as far as it is known. */
export interface Committed {
  readonly commit: string;
  /** The first line of its message. */
  readonly title: string;
  readonly files: readonly string[];
  readonly step: number;
  readonly position: number;
  readonly time: string;
}

/**
 * Whether a path is one of a file of the project: relative, and inside. What lies elsewhere (plans, temporary files, other
 * people's folders) is nothing that a project remembers.
 */
export function isProjectFile(path: string): boolean {
  return path !== '' && path !== '.' && path.length <= 300 && !/^([/~]|\.\.|[A-Za-z]:)|(^|\/)\.git\/|[\n\r]/.test(path);
}

/** Every write of a file of the project that was seen or that a successful call tells of. */
export function writesIn(story: Story): Touch[] {
  return story.steps.flatMap((step, index) => {
    const writes = step.type === 'call' ? step.writes : step.type === 'wrote' ? [step] : [];
    const { time, agent } = step;
    return writes
      .filter(({ path }) => isProjectFile(path))
      .map(({ path, how }) => ({ path, how, step: index, position: step.position, time, agent }));
  });
}

/** Every file of the project that was read, at each step that read it. */
export function readsIn(story: Story): Omit<Touch, 'how'>[] {
  return story.steps.flatMap((step, index) => {
    const reads = step.type === 'call' && step.outcome === 'ok' ? step.reads : step.type === 'read' ? [step.path] : [];
    const { position, time, agent } = step;
    return reads.filter(isProjectFile).map((path) => ({ path, step: index, position, time, agent }));
  });
}

/** Files of the project that are gone at the end of the session: deleted, or moved away, and not written again. */
export function goneIn(story: Story): ReadonlySet<string> {
  const gone = new Set<string>();
  for (const step of story.steps) {
    for (const { path, how, from } of step.type === 'call' ? step.writes : step.type === 'wrote' ? [step] : []) {
      if (how === 'delete') gone.add(path);
      else gone.delete(path);
      if (from !== undefined && from !== path) gone.add(from);
    }
  }
  return gone;
}

/** What `git commit` prints: the branch, the commit and the first line of its message. */
const printedCommit = /^\[[^\]\n]{1,200}? (?:\(root-commit\) )?([0-9a-f]{7,40})\] (.{1,300})$/m;

/** The commits that were told of, or that a successful `git commit` printed. */
export function commitsIn(story: Story): Committed[] {
  const known = new Map<string, Committed>();
  story.steps.forEach((step, index) => {
    const { position, time } = step;
    if (step.type === 'commit') {
      const title = step.message.split('\n', 1)[0]!;
      known.set(step.commit.slice(0, 7), {
        commit: step.commit,
        title,
        files: step.files.filter(isProjectFile),
        step: index,
        position,
        time,
      });
    }
    const printed = step.type === 'call' ? commitPrinted(step) : undefined;
    if (printed !== undefined && !known.has(printed.commit.slice(0, 7)))
      known.set(printed.commit.slice(0, 7), { ...printed, files: [], step: index, position, time });
  });
  return [...known.values()];
}

function commitPrinted(call: Call): { commit: string; title: string } | undefined {
  if (call.outcome !== 'ok' || call.text === undefined || !/\bgit\b[^\n]*\bcommit\b/.test(call.command ?? ''))
    return undefined;
  const found = printedCommit.exec(call.text);
  return found === null ? undefined : { commit: found[1]!, title: found[2]! };
}
