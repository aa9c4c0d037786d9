import { useRef, useState } from 'react';
import { useAffected, useRevoke } from '../../../api/memory-decisions.ts';
import { useFacets } from '../../../api/search.ts';
import { useSession, useSessions } from '../../../api/sessions.ts';
import { Bones } from '../../../parts/bones.tsx';
import dialog from '../../../parts/dialog.module.css';
import { Choice } from '../../../parts/field.tsx';
import { FailureNotice } from '../../../parts/notice.tsx';
import { Part } from '../../../parts/page.tsx';
import { withValue } from '../../../words/search-text.ts';
import { titleOf } from '../../../words/session-words.ts';
import type { AuditSearch } from '../route.ts';
import { AffectedView } from './affected-view.tsx';
import styles from './audit.module.css';
import { Revocations } from './revocations.tsx';

const sessionsListed = 100;

/** Takes out of the memory what a session or a person brought in, after showing what that changes. */
export function Revoke({ search, onChange }: { search: AuditSearch; onChange: (search: AuditSearch) => void }) {
  const { session, actor } = search;
  const facets = useFacets().data;
  const sessions = useSessions(search.project === undefined ? {} : { project: search.project });
  const chosen = useSession(session ?? '', session !== undefined).data;
  const affected = useAffected({ session, actor });
  const revoke = useRevoke();
  const reason = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const listed = (sessions.data?.pages[0]?.sessions ?? []).slice(0, sessionsListed);
  const options = [
    { value: '', label: 'No session' },
    ...listed.map((one) => ({ value: one.session, label: titleOf(one) })),
    ...(session !== undefined && !listed.some((one) => one.session === session)
      ? [{ value: session, label: chosen ? titleOf(chosen) : session }]
      : []),
  ];
  const asked = session !== undefined || actor !== undefined;
  const { session: _, actor: __, ...others } = search;
  return (
    <>
      <Part
        title="Revoke what a session or a person brought in"
        about="For when somebody fed the memory what does not belong there. Every memory is made anew without it; it can be undone."
      >
        <div className={styles.sources}>
          <Choice
            label="Session"
            value={session ?? ''}
            options={options}
            onChange={(value) => onChange(withValue(search, 'session', value))}
          />
          <Choice
            label="Person"
            value={actor ?? ''}
            options={[
              { value: '', label: 'Nobody' },
              ...(facets?.actors ?? []).map(({ value }) => ({ value, label: value })),
            ]}
            onChange={(value) => onChange(withValue(search, 'actor', value))}
          />
        </div>
        {asked && (
          <section className={styles.preview} aria-label="What it changes">
            {affected.isPending && <Bones label="Looking at what it changes" inset={false} />}
            {affected.error && <FailureNotice error={affected.error} onRetry={() => void affected.refetch()} />}
            {affected.data && <AffectedView affected={affected.data} sessions={listed} />}
            <form
              className={styles.form}
              onSubmit={(event) => {
                event.preventDefault();
                if (typed.trim() === '') return reason.current?.focus();
                revoke.mutate(
                  {
                    sessions: session === undefined ? [] : [session],
                    actors: actor === undefined ? [] : [actor],
                    reason: typed.trim(),
                  },
                  {
                    onSuccess: () => {
                      setTyped('');
                      onChange(others);
                    },
                  },
                );
              }}
            >
              <input
                ref={reason}
                className={styles.reason}
                value={typed}
                placeholder="Why, for those who ask later"
                aria-label="Why it is revoked"
                maxLength={1000}
                autoComplete="off"
                onChange={({ target }) => setTyped(target.value)}
              />
              <button
                type="submit"
                className={styles.revoke}
                disabled={typed.trim() === '' || revoke.isPending || affected.data === undefined}
              >
                {revoke.isPending ? 'Revoking' : 'Revoke it'}
              </button>
              <button type="button" className={dialog.button} onClick={() => onChange(others)}>
                Leave it
              </button>
            </form>
            {revoke.error && (
              <p role="alert" className={dialog.failed}>
                {revoke.error.message}
              </p>
            )}
          </section>
        )}
      </Part>
      {(!asked || !affected.isPending) && <Revocations />}
    </>
  );
}
