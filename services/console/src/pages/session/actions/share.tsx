import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { send, withQuery } from '../../../api/http.ts';
import { pathOf } from '../../../api/sessions.ts';
import { CopyButton } from '../../../parts/copy-button.tsx';
import styles from '../../../parts/dialog.module.css';
import { Dialog } from '../../../parts/dialog.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { fullTime } from '../../../words/moment.ts';

const contents = [
  { value: 'outline', label: 'Outline', about: 'What was done when, without any words' },
  { value: 'talk', label: 'Conversation', about: 'Prompts, answers and commands' },
  { value: 'full', label: 'Everything', about: 'Also inputs, outputs and changes of files' },
] as const;
type Content = (typeof contents)[number]['value'];

const days = [1, 7, 30, 90];

interface Made {
  readonly path: string;
  readonly expiresAt: string;
}

/** Shows the session to people who cannot sign in: by a link that expires, or as a page that is one file. */
export function Share(props: { session: string; at: number | undefined; where: string; onClose: () => void }) {
  const { session, at, where, onClose } = props;
  const [content, setContent] = useState<Content>('talk');
  const [expiresInDays, setExpiresInDays] = useState(7);
  const making = useMutation({
    mutationFn: async () => {
      const answer = await send('POST', `${pathOf(session)}/shares`, {
        content,
        expiresInDays,
        ...(at !== undefined && { at }),
      });
      return (await answer.json()) as Made;
    },
  });
  const address = making.data && new URL(making.data.path, location.href).href;
  return (
    <Dialog
      icon="share"
      title="Share this session"
      about={`The session as it was ${where}, with secrets taken out. Who has the link needs no sign-in.`}
      onClose={onClose}
    >
      <fieldset className={styles.fields}>
        <legend>What it shows</legend>
        {contents.map(({ value, label, about }) => (
          <label key={value} className={styles.choice}>
            <input type="radio" name="content" checked={content === value} onChange={() => setContent(value)} />
            {label}
            <small>{about}</small>
          </label>
        ))}
      </fieldset>
      <label className={styles.row}>
        The link works for
        <select value={expiresInDays} onChange={({ target }) => setExpiresInDays(Number(target.value))}>
          {days.map((count) => (
            <option key={count} value={count}>
              {count === 1 ? '1 day' : `${count} days`}
            </option>
          ))}
        </select>
      </label>
      {address !== undefined && (
        <div className={styles.made} role="status">
          <span>
            <code>{address}</code>
            <br />
            It works until {fullTime(making.data!.expiresAt)}, and is shown this once.
          </span>
          <CopyButton text={address} what="link" />
        </div>
      )}
      {making.error && (
        <p role="alert" className={styles.failed}>
          {making.error.message}
        </p>
      )}
      <div className={styles.buttons}>
        <button
          type="button"
          className={styles.button}
          data-main="true"
          disabled={making.isPending}
          onClick={() => making.mutate()}
        >
          {making.isPending ? 'Making it' : 'Make a link'}
        </button>
        <a className={styles.button} href={withQuery(`${pathOf(session)}/page`, { content, at })} download>
          <Icon name="download" size={14} />
          Download the page
        </a>
      </div>
    </Dialog>
  );
}
