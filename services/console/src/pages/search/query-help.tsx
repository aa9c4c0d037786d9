import { LinkButton } from '../../parts/link-button.tsx';
import { Part } from '../../parts/page.tsx';
import styles from './query-help.module.css';

/** What one can type, each with an example that can be tried. The grammar is that of docs/reference/search.md. */
const words = [
  {
    example: 'flaky test timeout',
    means: 'Sessions that speak of this, the best first; not every word has to be there',
  },
  { example: '"cannot find module"', means: 'These words in this order' },
  { example: 'edited:total.ts', means: 'Sessions that changed such a file' },
  { example: 'failed:"npm test"', means: 'Sessions in which such a command failed' },
  {
    example: 'edited:total.ts after failed:"npm test"',
    means: 'One after the other: the file changed after the command failed',
  },
  { example: 'error:ENOENT', means: 'Sessions that met such an error' },
  { example: 'person:ada harness:codex since:7d', means: 'Whose, with what, and how far back' },
  { example: 'model:opus cost:>1', means: 'By model, and by what it cost in US dollars' },
];

/** Stands where results will be, and teaches what one can ask for. */
export function QueryHelp({ onTry }: { onTry: (query: string) => void }) {
  return (
    <Part
      title="What one can ask for"
      about="Search looks into prompts, answers, commands, their output and errors, and paths. Words and filters go together."
    >
      <dl className={styles.words}>
        {words.map(({ example, means }) => (
          <div key={example} className={styles.word}>
            <dt>
              <LinkButton onClick={() => onTry(example)}>
                <code>{example}</code>
              </LinkButton>
            </dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}
