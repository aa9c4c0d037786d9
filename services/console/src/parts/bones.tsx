import styles from './bones.module.css';

const rows = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Stands where rows will be while they are on their way. It appears only when that takes a moment. */
export function Bones({ label, inset = true }: { label: string; inset?: boolean }) {
  return (
    <div className={styles.bones} data-inset={inset} role="status">
      <span className="unseen">{label}</span>
      {rows.map((row) => (
        <div key={row} className={styles.bone} />
      ))}
    </div>
  );
}
