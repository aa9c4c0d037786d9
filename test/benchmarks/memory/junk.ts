import { auditJunk, deriveFrom, derivers, observeStory } from '@hookline/memory';
import type { BenchPart } from './part.ts';
import { realStories } from './real-stories.ts';

/** How much of what would be told to agents is worthless. */
export const part: BenchPart = {
  name: 'junk',
  what: 'of the active memories of two real repositories: duplicates, our own words, passing things, no evidence',
  async run() {
    const found = await realStories();
    if ('skipped' in found) return found;
    const audits = found.repositories.map(({ repository, stories }) => {
      const observed = stories.flatMap((story) => observeStory(story, derivers));
      const memories = deriveFrom({ observed, told: [], decisions: [] }, derivers);
      return { repository, memories, audit: auditJunk(memories) };
    });
    const count = (why: string, of: (typeof audits)[number]) =>
      of.audit.findings.filter((finding) => finding.why === why).length;
    const active = audits.reduce((sum, { audit }) => sum + audit.active, 0);
    const junk = audits.reduce((sum, { audit }) => sum + audit.junk, 0);
    return [
      {
        title: 'Junk among active memories',
        columns: ['repository', 'memories', 'active', 'exact', 'near', 'echo', 'passing', 'no evidence', 'junk %'],
        rows: audits.map((one) => [
          one.repository,
          one.memories.length,
          one.audit.active,
          count('exact-duplicate', one),
          count('near-duplicate', one),
          count('self-echo', one),
          count('ephemeral', one),
          count('no-evidence', one),
          Math.round(1_000 * one.audit.share) / 10,
        ]),
        goals: [
          {
            what: 'junk',
            figure: Math.round((1_000 * junk) / Math.max(1, active)) / 10,
            goal: 5,
            atLeast: false,
            unit: '%',
          },
          {
            what: 'exact duplicates',
            figure: audits.reduce((sum, one) => sum + count('exact-duplicate', one), 0),
            goal: 0,
            atLeast: false,
          },
        ],
        notes: audits.flatMap(({ audit }) =>
          audit.findings.slice(0, 5).map(({ why, memory }) => `${why}: ${memory.kind}: ${memory.statement}`),
        ),
      },
    ];
  },
};
