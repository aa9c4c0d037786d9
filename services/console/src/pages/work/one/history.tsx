import type { WorkStep } from '../../../api/work.ts';
import { Icon, type IconName } from '../../../parts/icon.tsx';
import { DayAndClock } from '../../../parts/moment.tsx';
import { MomentLink } from '../../../parts/moment-link.tsx';
import { stepText } from '../../../words/event-words.ts';
import styles from './item-page.module.css';
import { stepWords } from './step-words.ts';

const signs: Readonly<Record<string, readonly [IconName, 'good' | 'bad' | 'warn' | 'calm']>> = {
  completed: ['check', 'good'],
  failed: ['cross', 'bad'],
  dead: ['cross', 'bad'],
  refused: ['barred', 'warn'],
  expired: ['hand', 'warn'],
  cancelling: ['hand', 'warn'],
  cancelled: ['barred', 'calm'],
  claimed: ['agent', 'calm'],
  started: ['now', 'calm'],
  progressed: ['steps', 'calm'],
  retried: ['undo', 'calm'],
  redriven: ['undo', 'calm'],
  split: ['merged', 'calm'],
  joined: ['merge', 'calm'],
};

/** What happened to an item, from its events, in order. */
export function History({ steps }: { steps: readonly WorkStep[] }) {
  return (
    <ol className={styles.history} aria-label="History">
      {steps.map((step) => {
        const name = step.kind.split('.').at(-1)!;
        const words = stepWords(step);
        const session = step.session ?? step.doneIn;
        const [icon, tone] = signs[name] ?? ['dots', 'calm'];
        return (
          <li key={step.id} className={styles.step}>
            <span className={styles.sign} data-tone={tone}>
              <Icon name={icon} size={13} />
            </span>
            <div className={styles.what}>
              <p>
                <strong>{stepText(step.kind)}</strong>
                {step.worker && <span className={styles.quiet}> by {step.worker}</span>}
                {step.attempt !== undefined && step.attempt > 1 && (
                  <span className={styles.quiet}>, attempt {step.attempt}</span>
                )}
              </p>
              {words !== '' && <p className={styles.words}>{words}</p>}
              {session && (
                <MomentLink session={session} row>
                  {session}
                </MomentLink>
              )}
            </div>
            <span className={styles.when}>
              <DayAndClock time={step.time} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}
