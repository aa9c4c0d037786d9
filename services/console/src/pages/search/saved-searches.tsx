import { useState } from 'react';
import { useSavedSearches, useSaveSearch } from '../../api/search.ts';
import { Icon } from '../../parts/icon.tsx';
import styles from './saved-searches.module.css';

/** Searches that somebody kept, and a way to keep this one. */
export function SavedSearches({ q, onChoose }: { q: string; onChoose: (q: string) => void }) {
  const saved = useSavedSearches().data?.searches ?? [];
  const save = useSaveSearch();
  const [naming, setNaming] = useState(false);
  const known = saved.find((one) => one.q === q);
  return (
    <div className={styles.saved}>
      {saved.map((one) => (
        <span key={one.name} className={styles.one} data-chosen={one === known}>
          <button type="button" className={styles.choose} title={one.q} onClick={() => onChoose(one.q)}>
            <Icon name="bookmark" size={13} />
            {one.name}
          </button>
          {one === known && (
            <button
              type="button"
              className={styles.forget}
              aria-label={`Forget the search ${one.name}`}
              title="Forget"
              onClick={() => save.mutate({ name: one.name, q: null })}
            >
              <Icon name="cross" size={12} />
            </button>
          )}
        </span>
      ))}
      {q !== '' && known === undefined && !naming && (
        <button type="button" className={styles.keep} onClick={() => setNaming(true)}>
          <Icon name="bookmark" size={13} />
          Save this search
        </button>
      )}
      {naming && (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            const name = String(new FormData(event.currentTarget).get('name')).trim();
            if (name !== '') save.mutate({ name, q });
            setNaming(false);
          }}
        >
          <input
            name="name"
            className={styles.name}
            aria-label="Name of the search"
            placeholder="Its name"
            maxLength={80}
            autoComplete="off"
            // biome-ignore lint/a11y/noAutofocus: it appears because somebody asked to type here
            autoFocus
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              event.preventDefault();
              setNaming(false);
            }}
          />
          <button type="submit" className={styles.keep}>
            Save
          </button>
        </form>
      )}
      {save.error && <span role="alert">{save.error.message}</span>}
    </div>
  );
}
