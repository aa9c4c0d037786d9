import { CopyButton } from '../../../parts/copy-button.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { useTextFile } from '../../../parts/use-text-file.ts';
import styles from './skills.module.css';

/** A text that is to become a file: shown as the text it is, to copy or to take along. */
export function FileText({ text, name, path }: { text: string; name: string; path?: string }) {
  const file = useTextFile(text);
  return (
    <div className={styles.file}>
      <header className={styles.fileHead}>
        <code>{path ?? name}</code>
        <span className={styles.fileTools}>
          <CopyButton text={text} what={name} />
          {file !== undefined && (
            <a href={file} download={name} className={styles.download}>
              <Icon name="download" size={13} />
              Download
            </a>
          )}
        </span>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
      <section className={styles.fileBody} tabIndex={0} aria-label={name}>
        <pre>{text}</pre>
      </section>
    </div>
  );
}
