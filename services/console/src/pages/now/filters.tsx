import type { Session } from '../../api/shapes.ts';
import { stateNames } from '../../parts/badge.tsx';
import { Choice } from '../../parts/field.tsx';
import { withValue } from '../../words/search-text.ts';
import { projectsOf, valuesOf } from './arrange.ts';
import type { NowSearch } from './route.ts';

/** By state, project, person and harness; what is chosen stands in the URL. */
export function Filters(props: {
  search: NowSearch;
  /** What the fields offer comes from these. */
  sessions: readonly Session[];
  onChange: (search: NowSearch) => void;
}) {
  const { search, sessions, onChange } = props;
  const set = (name: keyof NowSearch) => (value: string) => onChange(withValue(search, name, value));
  const projects = projectsOf(sessions).map(({ project, name }) => ({ value: project, label: name }));
  return (
    <>
      <Choice
        label="State"
        value={search.state ?? ''}
        options={[{ value: '', label: 'Any state' }, ...stateNames]}
        onChange={set('state')}
      />
      <Choice
        label="Project"
        value={search.project ?? ''}
        options={[{ value: '', label: 'Any project' }, ...projects]}
        onChange={set('project')}
      />
      <Choice
        label="Person"
        value={search.actor ?? ''}
        options={[{ value: '', label: 'Anybody' }, ...valuesOf(sessions, 'actor')]}
        onChange={set('actor')}
      />
      <Choice
        label="Harness"
        value={search.harness ?? ''}
        options={[{ value: '', label: 'Any harness' }, ...valuesOf(sessions, 'harness')]}
        onChange={set('harness')}
      />
    </>
  );
}
