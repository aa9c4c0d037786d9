import type { MemoryKind } from '../../api/memory.ts';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { kindName } from '../../words/memory-words.ts';
import styles from './memory.module.css';

const drawings: Readonly<Record<MemoryKind, IconName>> = {
  command: 'terminal',
  pitfall: 'warning',
  remedy: 'wrench',
  violation: 'barred',
  flaky: 'swap',
  environment: 'system',
  'co-change': 'link',
  'read-first': 'eye',
  file: 'file',
  episode: 'now',
  permission: 'lock',
  rejection: 'cross',
  correction: 'edit',
  directive: 'message',
  decision: 'plan',
  preference: 'agent',
  fact: 'bookmark',
  procedure: 'steps',
};

/** The drawing of a kind, in the column of signs. */
export function KindSign({ kind, size = 15 }: { kind: string; size?: number }) {
  return (
    <span className={styles.kindSign} title={kindName(kind)}>
      <Icon name={drawings[kind as MemoryKind] ?? 'question'} size={size} />
    </span>
  );
}
