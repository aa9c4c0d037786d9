import type { Liveness, Outcome } from '../api/shapes.ts';
import styles from './badge.module.css';
import { Icon, type IconName } from './icon.tsx';

export type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'calm';

/** A word with a sign and a colour: any one of the three is enough to understand it. */
export function Badge({ tone, icon, label }: { tone: Tone; icon: IconName; label: string }) {
  return (
    <span className={styles.badge} data-tone={tone}>
      <Icon name={icon} size={13} />
      <span>{label}</span>
    </span>
  );
}

/** The sign of a badge alone, in the column of signs that a list begins with; its word is there for a screen reader. */
export function BadgeSign({ tone, icon, label }: { tone: Tone; icon: IconName; label: string }) {
  return (
    <span className={styles.sign} data-tone={tone} title={label}>
      <Icon name={icon} size={13} />
      <span className="unseen">{label}</span>
    </span>
  );
}

const levels = { good: 'check', warn: 'hand', bad: 'cross' } as const;

/** How well something is. */
export function WellBadge({ level, label }: { level: keyof typeof levels; label: string }) {
  return <Badge tone={level} icon={levels[level]} label={label} />;
}

const states: Readonly<Record<Liveness, { tone: Tone; icon: IconName; label: string }>> = {
  running: { tone: 'busy', icon: 'going', label: 'Running' },
  waiting: { tone: 'warn', icon: 'hand', label: 'Needs you' },
  idle: { tone: 'good', icon: 'pause', label: 'Idle' },
  ended: { tone: 'calm', icon: 'check', label: 'Ended' },
  lost: { tone: 'calm', icon: 'question', label: 'Lost' },
};

export function StateBadge({ state }: { state: Liveness }) {
  return <Badge {...states[state]} />;
}

export const stateNames: readonly { value: Liveness; label: string }[] = (
  ['waiting', 'running', 'idle', 'ended', 'lost'] as const
).map((value) => ({ value, label: states[value].label }));

const pulls: Readonly<Record<string, { tone: Tone; icon: IconName; label: string }>> = {
  merged: { tone: 'good', icon: 'merged', label: 'Merged' },
  open: { tone: 'busy', icon: 'dots', label: 'Open' },
  closed: { tone: 'calm', icon: 'cross', label: 'Closed' },
};

/** What became of a pull request. */
export function PullBadge({ state }: { state: string }) {
  return <Badge {...(pulls[state] ?? { tone: 'calm', icon: 'question', label: state })} />;
}

const outcomes: Readonly<
  Record<Outcome | 'running' | 'ended' | 'blocked', { tone: Tone; icon: IconName; label: string }>
> = {
  ok: { tone: 'good', icon: 'check', label: 'ok' },
  failed: { tone: 'bad', icon: 'cross', label: 'failed' },
  denied: { tone: 'warn', icon: 'barred', label: 'denied' },
  interrupted: { tone: 'warn', icon: 'stopped', label: 'interrupted' },
  unknown: { tone: 'calm', icon: 'question', label: 'unknown' },
  running: { tone: 'busy', icon: 'going', label: 'running' },
  ended: { tone: 'calm', icon: 'check', label: 'ended' },
  blocked: { tone: 'warn', icon: 'barred', label: 'blocked' },
};

export function OutcomeBadge({ outcome }: { outcome: string }) {
  return <Badge {...badgeOf(outcome)} />;
}

/** The sign alone, in the column of signs that a list begins with; its word is there for a screen reader. */
export function OutcomeSign({ outcome }: { outcome: string }) {
  const { tone, icon, label } = badgeOf(outcome);
  return (
    <span className={styles.sign} data-tone={tone} data-quiet={outcome === 'ok'}>
      <Icon name={icon} size={13} />
      <span className="unseen">{label}</span>
    </span>
  );
}

/** The word to a sign, for who sees it: only what did not simply go well has one, and a narrow screen has no room. */
export function OutcomeWord({ outcome }: { outcome: string }) {
  const { tone, label } = badgeOf(outcome);
  if (outcome === 'ok') return null;
  return (
    <span className={styles.word} data-tone={tone} aria-hidden="true">
      {label}
    </span>
  );
}

function badgeOf(outcome: string): { tone: Tone; icon: IconName; label: string } {
  return outcomes[outcome as Outcome] ?? { tone: 'calm', icon: 'dots', label: outcome };
}
