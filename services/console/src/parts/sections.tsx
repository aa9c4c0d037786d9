import { Link, type LinkProps } from '@tanstack/react-router';
import styles from './sections.module.css';

/** The pages of one subject, as links beside each other. What the URL says besides goes along. */
export function Sections(props: {
  label: string;
  items: readonly { readonly to: LinkProps['to']; readonly label: string }[];
}) {
  return (
    <nav aria-label={props.label} className={styles.sections}>
      {props.items.map(({ to, label }) => (
        <Link
          key={label}
          to={to as '/'}
          search={true as never}
          activeOptions={{ exact: true, includeSearch: false }}
          className={styles.section}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
