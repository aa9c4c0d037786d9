import type { RefObject } from 'react';
import type { Liveness } from '../../api/shapes.ts';
import { stateNames } from '../../parts/badge.tsx';
import { Choice, FilterField } from '../../parts/field.tsx';
import type { Project } from './arrange.ts';
import styles from './now-page.module.css';
import type { NowSearch } from './route.ts';

/** By state, project and words; what is chosen stands in the URL. */
export function Filters(props: {
  search: NowSearch;
  projects: readonly Project[];
  field: RefObject<HTMLInputElement | null>;
  onChange: (search: NowSearch) => void;
}) {
  const { search, projects, field, onChange } = props;
  const set = (name: keyof NowSearch, value: string) => {
    const { [name]: _, ...others } = search;
    onChange(value === '' ? others : { ...others, [name]: value as Liveness });
  };
  return (
    <search className={styles.filters}>
      <FilterField field={field} label="Filter sessions" value={search.q ?? ''} onChange={(value) => set('q', value)} />
      <Choice
        label="State"
        value={search.state ?? ''}
        options={[{ value: '', label: 'Any state' }, ...stateNames]}
        onChange={(value) => set('state', value)}
      />
      <Choice
        label="Project"
        value={search.project ?? ''}
        options={[
          { value: '', label: 'Any project' },
          ...projects.map(({ project, name }) => ({ value: project, label: name })),
        ]}
        onChange={(value) => set('project', value)}
      />
    </search>
  );
}
