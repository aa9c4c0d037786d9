import { type Memory, type ShellRun, type Story, shellRuns, subjectsOf } from '@hookline/memory';
import type { BenchGoal, BenchPart, BenchTable } from './part.ts';
import { realStories, splitByTime } from './real-stories.ts';
import { learnShare, percentOf, replay, shareText } from './replay.ts';

/** What a warning before each later command would have been worth. */
export const part: BenchPart = {
  name: 'pitfalls',
  what: 'pitfalls replayed as warnings before later commands: how many of them failed indeed',
  async run() {
    const found = await realStories();
    if ('skipped' in found) return found;
    const goals: BenchGoal[] = [];
    const totals = new Tally();
    const rows = found.repositories.flatMap(({ repository, stories }) => {
      const once = warn(stories, 'once');
      const on = warn(stories, 'on');
      totals.add(once);
      goals.push({
        what: `${repository}: false warnings per 1,000 commands`,
        figure: once.falsePerThousand(),
        goal: 1,
        atLeast: false,
      });
      return [
        once.row(repository, 'pitfalls learnt on the first 70 % (ours)'),
        on.row(repository, 'pitfalls, learning on (ours)'),
        baseline(stories, 'it failed the last time').row(repository, 'baseline: it failed the last time'),
        baseline(stories, 'it failed before').row(repository, 'baseline: it ever failed, as it is written'),
        baseline(stories, 'mostly fails').row(repository, 'baseline: over half of its runs failed'),
      ];
    });
    goals.unshift({ what: 'precision of warnings', figure: totals.precision(), goal: 80, unit: '%' });
    const table: BenchTable = {
      title: 'Pitfalls: warnings before the commands of the last 30 % of sessions',
      columns: [
        'repository',
        'warns of',
        'commands',
        'failed',
        'warned',
        'right',
        'wrong',
        'not known',
        'precision',
        'wrong per 1,000',
        'failures warned of',
      ],
      rows,
      goals,
      notes: [
        'A command is one program of a shell call, or a call of a skill. Right: it failed. Not known: its output went on to another program, whose status is all that was told; such warnings count for nothing.',
        'Precision is over the warnings of both repositories; a repository without a warning adds none.',
      ],
    };
    return [table];
  },
};

/** One thing that could be warned of, and how it went. */
interface Tried {
  readonly subjects: readonly string[];
  readonly command: string;
  readonly ok: boolean | undefined;
}

class Tally {
  commands = 0;
  failed = 0;
  right = 0;
  wrong = 0;
  unknown = 0;

  count(tried: Tried, isWarned: boolean): void {
    this.commands += 1;
    if (tried.ok === false) this.failed += 1;
    if (!isWarned) return;
    if (tried.ok === undefined) this.unknown += 1;
    else if (tried.ok) this.wrong += 1;
    else this.right += 1;
  }

  add({ commands, failed, right, wrong, unknown }: Tally): void {
    this.commands += commands;
    this.failed += failed;
    this.right += right;
    this.wrong += wrong;
    this.unknown += unknown;
  }

  precision(): number {
    return percentOf(this.right, this.right + this.wrong);
  }

  falsePerThousand(): number {
    return this.commands === 0 ? 0 : (1_000 * this.wrong) / this.commands;
  }

  row(repository: string, way: string): (string | number)[] {
    const warned = this.right + this.wrong + this.unknown;
    return [
      repository,
      way,
      this.commands,
      this.failed,
      warned,
      this.right,
      this.wrong,
      this.unknown,
      shareText(this.right, this.right + this.wrong),
      this.falsePerThousand().toFixed(2),
      shareText(this.right, this.failed),
    ];
  }
}

function warn(stories: readonly Story[], learning: 'once' | 'on'): Tally {
  const tally = new Tally();
  for (const { story, memories } of replay(stories, 'pitfall', learning)) {
    const warned = new Set(memories.filter(isTold).map(({ about }) => about));
    for (const tried of triedIn(story))
      tally.count(
        tried,
        tried.subjects.some((subject) => warned.has(subject)),
      );
  }
  return tally;
}

const isTold = ({ status }: Memory): boolean => status === 'active';

function triedIn(story: Story): Tried[] {
  const skills = story.steps.flatMap((step): Tried[] => {
    const skill = step.type === 'call' ? step.effects.find(({ type }) => type === 'unknown')?.object : undefined;
    if (step.type !== 'call' || step.tool !== 'Skill' || skill === undefined) return [];
    const ok =
      step.outcome === 'ok' ? true : step.outcome === 'invalid' || step.outcome === 'failed' ? false : undefined;
    return [{ subjects: [`tool:Skill ${skill}`], command: `Skill ${skill}`, ok }];
  });
  return [...shellRuns(story).map(triedOf), ...skills];
}

function triedOf({ key, words, command, ok }: ShellRun): Tried {
  return { subjects: subjectsOf(key, words), command, ok };
}

type Rule = 'it failed the last time' | 'it failed before' | 'mostly fails';

/** What anybody could do without thresholds; it goes on learning. */
function baseline(stories: readonly Story[], rule: Rule): Tally {
  const tally = new Tally();
  const known = new Map<string, { runs: number; failed: number; lastOk: boolean }>();
  const learnt = (tried: Tried) => {
    if (tried.ok === undefined) return;
    const { runs = 0, failed = 0 } = known.get(tried.command) ?? {};
    known.set(tried.command, { runs: runs + 1, failed: failed + (tried.ok ? 0 : 1), lastOk: tried.ok });
  };
  const isWarned = ({ command }: Tried): boolean => {
    const seen = known.get(command);
    if (seen === undefined) return false;
    if (rule === 'it failed before') return seen.failed > 0;
    return rule === 'mostly fails' ? seen.failed * 2 > seen.runs : !seen.lastOk;
  };
  const { learn, judge } = splitByTime(stories, learnShare);
  for (const tried of learn.flatMap(triedIn)) learnt(tried);
  for (const tried of judge.flatMap(triedIn)) {
    tally.count(tried, isWarned(tried));
    learnt(tried);
  }
  return tally;
}
