import { useQuery } from '@tanstack/react-query';
import { getText, withQuery } from '../../../api/http.ts';
import { pathOf } from '../../../api/sessions.ts';
import { Bones } from '../../../parts/bones.tsx';
import { CopyButton } from '../../../parts/copy-button.tsx';
import styles from '../../../parts/dialog.module.css';
import { Dialog } from '../../../parts/dialog.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { FailureNotice } from '../../../parts/notice.tsx';
import { useTextFile } from '../../../parts/use-text-file.ts';

/** What another agent needs to go on from here, as Markdown that is shown as the text it is. */
export function HandOff(props: { session: string; at: number | undefined; where: string; onClose: () => void }) {
  const { session, at, where, onClose } = props;
  const { data, error, refetch } = useQuery({
    queryKey: ['session', session, 'handoff', at],
    queryFn: ({ signal }) =>
      getText(withQuery(`${pathOf(session)}/handoff`, { at, by: 'session', format: 'markdown' }), signal),
  });
  const file = useTextFile(data);
  return (
    <Dialog
      icon="handOff"
      title="Hand off from here"
      about={`What another agent, of any harness, needs to go on ${where}. Give it as a prompt.`}
      onClose={onClose}
    >
      {error && <FailureNotice error={error} onRetry={() => void refetch()} />}
      {!error && data === undefined && <Bones label="Loading the hand-off" />}
      {data !== undefined && (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
          <section className={styles.body} tabIndex={0} aria-label="The hand-off">
            <pre>{data}</pre>
          </section>
          <div className={styles.buttons}>
            <span className={styles.button}>
              <Icon name="copy" size={14} />
              <CopyButton text={data} what="hand-off" />
            </span>
            {file !== undefined && (
              <a className={styles.button} href={file} download="hand-off.md">
                <Icon name="download" size={14} />
                Download
              </a>
            )}
          </div>
        </>
      )}
    </Dialog>
  );
}
