import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../app/root.ts';
import { textOf } from '../../words/search-text.ts';

/** What the URL says about the list. Without `status` what waits for a person is meant; `at` is a position of the log. */
export interface QueueSearch {
  readonly project?: string;
  readonly status?: string;
  readonly kind?: string;
  readonly scope?: string;
  readonly q?: string;
  readonly at?: number;
}

/** `at`: the memory as it was at this position; `from`: what that is compared with, without it the present. */
export interface MemorySearch {
  readonly at?: number;
  readonly from?: number;
}

export interface ReportSearch {
  readonly project?: string;
  readonly since?: string;
}

/** Whose evidence somebody thinks of revoking. */
export interface AuditSearch {
  readonly project?: string;
  readonly session?: string;
  readonly actor?: string;
}

export interface SkillsSearch {
  readonly project?: string;
  readonly chosen?: string;
}

export const memoryQueue = createRoute({
  getParentRoute: () => root,
  path: '/memory',
  validateSearch: (given: Record<string, unknown>): QueueSearch => ({
    ...textOf(given, 'project', 'status', 'kind', 'scope', 'q'),
    ...positionOf(given, 'at'),
  }),
  component: lazyRouteComponent(() => import('./queue/queue-page.tsx'), 'QueuePage'),
});

export const oneMemory = createRoute({
  getParentRoute: () => root,
  path: '/memory/$memory',
  validateSearch: (given: Record<string, unknown>): MemorySearch => ({
    ...positionOf(given, 'at'),
    ...positionOf(given, 'from'),
  }),
  component: lazyRouteComponent(() => import('./one/memory-page.tsx'), 'MemoryPage'),
});

export const memoryReport = createRoute({
  getParentRoute: () => root,
  path: '/memory/report',
  validateSearch: (given: Record<string, unknown>): ReportSearch => textOf(given, 'project', 'since'),
  component: lazyRouteComponent(() => import('./report/report-page.tsx'), 'ReportPage'),
});

export const memoryAudit = createRoute({
  getParentRoute: () => root,
  path: '/memory/audit',
  validateSearch: (given: Record<string, unknown>): AuditSearch => textOf(given, 'project', 'session', 'actor'),
  component: lazyRouteComponent(() => import('./audit/audit-page.tsx'), 'AuditPage'),
});

export const memorySkills = createRoute({
  getParentRoute: () => root,
  path: '/memory/skills',
  validateSearch: (given: Record<string, unknown>): SkillsSearch => textOf(given, 'project', 'chosen'),
  component: lazyRouteComponent(() => import('./skills/skills-page.tsx'), 'SkillsPage'),
});

function positionOf<Name extends string>(given: Record<string, unknown>, name: Name): { [N in Name]?: number } {
  const value = Number(given[name]);
  return (Number.isSafeInteger(value) && value > 0 ? { [name]: value } : {}) as { [N in Name]?: number };
}
