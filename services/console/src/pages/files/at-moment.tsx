import { Link } from '@tanstack/react-router';
import { useContentThen } from '../../api/files.ts';
import type { SessionBrief } from '../../api/shapes-of-lists.ts';
import { Bones } from '../../parts/bones.tsx';
import { CodeView } from '../../parts/code-view.tsx';
import { Diff } from '../../parts/diff.tsx';
import { Icon } from '../../parts/icon.tsx';
import { DayAndClock } from '../../parts/moment.tsx';
import { FailureNotice } from '../../parts/notice.tsx';
import { counted } from '../../words/quantity.ts';
import styles from './file-page.module.css';
import { howNames } from './how-names.ts';
import type { MomentOfFile } from './moments.ts';

/** The file at one moment of a session: what was done to it then, and all that it held, or why nobody knows. */
export function AtMoment(props: {
  session: SessionBrief;
  path: string;
  /** The moment that is chosen. */
  at: number | undefined;
  /** The position whose state is shown for it; undefined while that is not known. */
  stateAt: number | undefined;
  moment: MomentOfFile | undefined;
}) {
  const { session, path, at, stateAt, moment } = props;
  const content = useContentThen(session.session, stateAt === undefined ? undefined : path, stateAt);
  const access = moment?.what.type === 'access' ? moment.what.access : undefined;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <section className={styles.then} aria-label="The file at this moment" tabIndex={0}>
      <header className={styles.thenHead}>
        <h2>
          {moment ? <DayAndClock time={moment.at} /> : 'At this moment'}
          {moment && <span className={styles.thenWhat}> {whatText(moment)}</span>}
        </h2>
        <Link
          to="/sessions/$session"
          params={{ session: session.session }}
          search={{ ...(at !== undefined && { at }), tab: 'files', file: path } as never}
        >
          Open the session here
        </Link>
      </header>
      {access?.patch && access.patch.length > 0 && (
        <>
          <h3 className={styles.partTitle}>What was changed</h3>
          <Diff hunks={access.patch} label={`Changes of ${path}`} />
        </>
      )}
      <h3 className={styles.partTitle}>
        The whole file then
        {content.data && 'text' in content.data && (
          <span className={styles.quiet}> {counted(linesIn(content.data.text), 'line')}</span>
        )}
      </h3>
      {content.isPending && <Bones label="Loading the file" inset={false} />}
      {content.error && <FailureNotice error={content.error} onRetry={() => void content.refetch()} />}
      {content.data && 'text' in content.data && <CodeView text={content.data.text} label={`${path} at this moment`} />}
      {content.data && 'unknown' in content.data && (
        <div className={styles.unknown} role="status">
          <Icon name="question" size={18} />
          <div>
            <strong>Nobody knows what it held then</strong>
            <p>{sentence(content.data.unknown)}</p>
            {content.data.hint && <p className={styles.quiet}>{sentence(content.data.hint)}</p>}
          </div>
        </div>
      )}
    </section>
  );
}

function whatText({ what }: MomentOfFile): string {
  return what.type === 'access' ? howNames[what.access.how].toLowerCase() : `when ${what.words} was run`;
}

function linesIn(text: string): number {
  return text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
