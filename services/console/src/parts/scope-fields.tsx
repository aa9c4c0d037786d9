import { type Facet, useFacets } from '../api/search.ts';
import type { Scope } from '../api/shapes-of-lists.ts';
import { withValue } from '../words/search-text.ts';
import { projectText } from '../words/session-words.ts';
import { Choice } from './field.tsx';

const fields = [
  { name: 'actor', label: 'Person', any: 'Anybody', of: 'actors' },
  { name: 'project', label: 'Project', any: 'Any project', of: 'projects' },
  { name: 'harness', label: 'Harness', any: 'Any harness', of: 'harnesses' },
  { name: 'model', label: 'Model', any: 'Any model', of: 'models' },
] as const;

/** Whose sessions, of which project, harness and model; `without` leaves fields out. */
export function ScopeFields<Search extends Scope>(props: {
  search: Search;
  onChange: (search: Search) => void;
  without?: readonly (keyof Scope)[];
}) {
  const { search, onChange, without = [] } = props;
  const facets = useFacets().data;
  return fields
    .filter(({ name }) => !without.includes(name))
    .map(({ name, label, any, of }) => (
      <Choice
        key={name}
        label={label}
        value={search[name] ?? ''}
        options={[{ value: '', label: any }, ...(facets?.[of] ?? []).map((facet) => optionOf(facet, name))]}
        onChange={(value) => onChange(withValue(search, name, value))}
      />
    ));
}

function optionOf({ value, label }: Facet, field: keyof Scope): { value: string; label: string } {
  if (field !== 'project') return { value, label: value };
  return { value, label: projectText({ project: value, projectName: label === value ? null : label }) };
}
