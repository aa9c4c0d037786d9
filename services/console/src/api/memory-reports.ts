import type { FeedbackReport } from '@hookline/memory';
import { useQuery } from '@tanstack/react-query';
import { getJson, getText, withQuery } from './http.ts';
import { type Memory, pathOf } from './memory.ts';
import { memoryKey } from './memory-key.ts';

export type { FeedbackReport } from '@hookline/memory';
export type Measure = FeedbackReport['measures'][number];

/** Whether what agents were told helped them. */
export function useFeedbackReport(wanted: {
  readonly project?: string | undefined;
  readonly since?: string | undefined;
}) {
  return useQuery({
    queryKey: [memoryKey, 'report', 'feedback', wanted],
    queryFn: ({ signal }) => getJson<FeedbackReport>(withQuery('/v1/memory/report/feedback', wanted), signal),
    placeholderData: (before) => before,
  });
}

export type JunkWhy = 'exact-duplicate' | 'near-duplicate' | 'self-echo' | 'ephemeral' | 'no-evidence';

export interface JunkFinding {
  readonly why: JunkWhy;
  readonly memory: Memory;
  readonly of?: Memory;
  readonly likeness?: number;
}

interface JunkReport {
  readonly active: number;
  readonly junk: number;
  /** From 0 to 1. */
  readonly share: number;
  readonly findings: readonly JunkFinding[];
}

/** What should not be among the active memories. */
export function useJunkReport(project: string | undefined) {
  return useQuery({
    queryKey: [memoryKey, 'report', 'junk', project],
    queryFn: ({ signal }) => getJson<JunkReport>(withQuery('/v1/memory/report/junk', { project }), signal),
    placeholderData: (before) => before,
  });
}

/** A procedure that can become a skill, or did. */
export interface Skill {
  readonly memory: Memory;
  readonly name: string;
  readonly state: 'draft' | 'trial' | 'published';
  /** Where it goes, relative to the repository. */
  readonly path: string;
  /** Since it was handed over. */
  readonly trials: { readonly runs: number; readonly ok: number };
  readonly published: readonly {
    readonly position: number;
    readonly time: string;
    readonly by: string;
    readonly as: 'file' | 'branch';
    readonly path: string;
    readonly branch?: string;
  }[];
}

export function useSkills(project: string | undefined) {
  return useQuery({
    queryKey: [memoryKey, 'skills', project],
    queryFn: ({ signal }) =>
      getJson<{ readonly skills: readonly Skill[] }>(withQuery('/v1/memory/skills', { project }), signal),
  });
}

/** One of them with its text. Until it is there, the one before stays. */
export function useSkill(memory: string | undefined) {
  return useQuery({
    queryKey: [memoryKey, 'skill', memory],
    queryFn: ({ signal }) => getJson<Skill & { readonly markdown: string }>(`${pathOf(memory!)}/skill`, signal),
    enabled: memory !== undefined,
    placeholderData: (before) => before,
  });
}

/** What a project's memory says as a block of an AGENTS.md. */
export function useAgentsMd(project: string | undefined) {
  return useQuery({
    queryKey: [memoryKey, 'agents-md', project],
    queryFn: ({ signal }) => getText(withQuery('/v1/memory/agents-md', { project }), signal),
    enabled: project !== undefined,
  });
}
