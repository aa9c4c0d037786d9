import { useAgentsMd } from '../../../api/memory-reports.ts';
import { Bones } from '../../../parts/bones.tsx';
import { FailureNotice } from '../../../parts/notice.tsx';
import { FileText } from './file-text.tsx';
import styles from './skills.module.css';

/** The memory of a project as a block of its AGENTS.md. */
export function AgentsMd({ project }: { project: string | undefined }) {
  const block = useAgentsMd(project);
  if (project === undefined) return <p className={styles.quiet}>Choose a project above to see its block.</p>;
  if (block.error) return <FailureNotice error={block.error} onRetry={() => void block.refetch()} />;
  if (block.data === undefined) return <Bones label="Loading the block" inset={false} />;
  if (block.data.trim() === '') return <p className={styles.quiet}>Nothing is active for this project yet.</p>;
  return <FileText text={block.data} name="AGENTS.md" />;
}
