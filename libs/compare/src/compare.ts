import { changedFiles, type Price, projectPath } from '@hookline/handoff';
import { planAt, type SessionState } from '@hookline/projections';
import type { ComparedFile, Comparison, SideOfFile, ToolUse } from './comparison.ts';
import { sideOf } from './side-of.ts';

/** The content of the files of a side, as far as it is known. */
export interface Contents {
  /** SHA-256 by path; a path that is missing is not known. */
  readonly left: ReadonlyMap<string, string>;
  readonly right: ReadonlyMap<string, string>;
}

/** Puts two states side by side. Throws when nothing of one of them had happened yet. */
export function compareStates(
  left: SessionState,
  right: SessionState,
  { price, contents }: { readonly price: Price; readonly contents: Contents },
): Comparison {
  return {
    left: sideOf(left, price),
    right: sideOf(right, price),
    plan: comparePlans(left, right),
    calls: compareCalls(left, right),
    files: compareFiles(left, right, contents),
  };
}

function comparePlans(left: SessionState, right: SessionState): Comparison['plan'] {
  const [before, after] = [left, right].map(
    ({ rows }) => new Map(planAt(rows.plans).map(({ text, status }) => [text, status])),
  ) as [Map<string, string>, Map<string, string>];
  return [...new Set([...before.keys(), ...after.keys()])].map((text) => ({
    text,
    left: before.get(text) ?? null,
    right: after.get(text) ?? null,
  }));
}

function compareCalls(left: SessionState, right: SessionState): Comparison['calls'] {
  const [before, after] = [usesOf(left), usesOf(right)];
  const none: ToolUse = { calls: 0, failures: 0, durationMs: 0 };
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((tool) => ({ tool, left: before.get(tool) ?? none, right: after.get(tool) ?? none }))
    .sort((a, b) => callsOf(b) - callsOf(a) || (a.tool < b.tool ? -1 : 1));
}

const callsOf = ({ left, right }: Comparison['calls'][number]): number => left.calls + right.calls;

function usesOf({ rows }: SessionState): Map<string, ToolUse> {
  const uses = new Map<string, ToolUse>();
  for (const { tool, outcome, durationMs } of rows.calls) {
    const name = tool ?? 'unknown';
    const use = uses.get(name) ?? { calls: 0, failures: 0, durationMs: 0 };
    uses.set(name, {
      calls: use.calls + 1,
      failures: use.failures + (outcome === 'failed' || outcome === 'denied' ? 1 : 0),
      durationMs: use.durationMs + (durationMs ?? 0),
    });
  }
  return uses;
}

function compareFiles(left: SessionState, right: SessionState, contents: Contents): ComparedFile[] {
  const [before, after] = [sidesOf(left, contents.left), sidesOf(right, contents.right)];
  return [...new Set([...before.keys(), ...after.keys()])].sort().map((path) => {
    const [one, other] = [before.get(path) ?? null, after.get(path) ?? null];
    return { path, change: changeOf(one, other), left: one, right: other };
  });
}

function sidesOf({ rows }: SessionState, hashes: ReadonlyMap<string, string>): Map<string, SideOfFile> {
  const known = new Map([...hashes].map(([path, hash]) => [projectPath(path, rows), hash]));
  return new Map(
    changedFiles(rows).map(({ path, sessionPath, how, changes, linesAdded, linesRemoved, position }) => [
      path,
      { path: sessionPath, how, changes, linesAdded, linesRemoved, position, hash: known.get(path) ?? null },
    ]),
  );
}

function changeOf(left: SideOfFile | null, right: SideOfFile | null): ComparedFile['change'] {
  if (left === null) return 'only-right';
  if (right === null) return 'only-left';
  if (left.how === 'delete' && right.how === 'delete') return 'same';
  if (left.hash === null || right.hash === null) return 'unknown';
  return left.hash === right.hash ? 'same' : 'differs';
}
