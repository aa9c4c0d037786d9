import styles from './more-button.module.css';

/** Asks for the next page of a list. */
export function MoreButton(props: {
  query: { readonly isFetchingNextPage: boolean; fetchNextPage(): unknown };
  children: string;
}) {
  const { query, children } = props;
  return (
    <button
      type="button"
      className={styles.more}
      disabled={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      {query.isFetchingNextPage ? 'Loading' : children}
    </button>
  );
}
