import type { ReactNode } from 'react';
import type { Memory } from '../../../api/memory.ts';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { LinkButton } from '../../../parts/link-button.tsx';
import { FullTime } from '../../../parts/moment.tsx';
import { kindName, scopeText, supportText } from '../../../words/memory-words.ts';
import { counted, numberText, shareText } from '../../../words/quantity.ts';
import styles from './memory-page.module.css';

const origins = {
  counter: 'Counted',
  pattern: 'A pattern in what was said',
  explicit: 'Somebody asked to remember it',
  model: 'A language model proposed it',
  person: 'A person wrote it',
} as const;

const trusts = {
  user: 'of a person',
  agent: 'of an agent',
  tool: 'of a tool',
  external: 'from outside',
} as const;

/** What is known of a memory itself: where and when it holds, how sure it is, whose words it is. */
export function Facts({ memory, onMove }: { memory: Memory; onMove: (() => void) | undefined }) {
  const { helpful, harmful, ignored, positions } = memory;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Kind', kindName(memory.kind)],
    [
      'Holds for',
      <span key="scope">
        <span title={memory.scope}>{scopeText(memory.scope)}</span>
        {memory.scope !== memory.home && <span className={styles.quiet}> moved from {scopeText(memory.home)}</span>}{' '}
        {onMove && <LinkButton onClick={onMove}>Move</LinkButton>}
      </span>,
    ],
    ['Project', <span key="project">{memory.project}</span>],
    ['From', `${origins[memory.origin]}, in words ${trusts[memory.trust]}`],
    ['Seen in', supportText(memory.support)],
    ['Spoken against', memory.contradicted === 0 ? 'never' : `by ${counted(memory.contradicted, 'session')}`],
    ['Confidence', shareText(memory.confidence)],
    ['Uses', `helped ${numberText(helpful)}, did harm ${numberText(harmful)}, nothing came of ${numberText(ignored)}`],
    ['Holds since', <FullTime key="since" time={memory.validFrom} />],
    ...(memory.validTo === undefined ? [] : [['Held until', <FullTime key="to" time={memory.validTo} />] as const]),
    ['Log', `positions ${numberText(positions.from)} to ${numberText(positions.to)}`],
    ...(memory.anchors.length === 0
      ? []
      : [
          [
            'Stands on',
            <ul key="anchors" className={styles.values}>
              {memory.anchors.map((path) => (
                <li key={path}>
                  <code>{path}</code>
                </li>
              ))}
            </ul>,
          ] as const,
        ]),
    [
      'Id',
      <span key="id" className={styles.id}>
        <code>{memory.id}</code> <CopyButton text={memory.id} what="id" />
      </span>,
    ],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
