import type { Memory } from '../../../api/memory.ts';
import { Choice } from '../../../parts/field.tsx';
import { ScopeFields } from '../../../parts/scope-fields.tsx';
import { kindNames, scopeText } from '../../../words/memory-words.ts';
import { withValue } from '../../../words/search-text.ts';
import type { QueueSearch } from '../route.ts';

const kinds = [
  { value: '', label: 'Any kind' },
  ...Object.entries(kindNames).map(([value, { many }]) => ({ value, label: many })),
];

/** Of which project, kind and scope. */
export function QueueFields(props: {
  search: QueueSearch;
  memories: readonly Memory[];
  onChange: (search: QueueSearch) => void;
}) {
  const { search, memories, onChange } = props;
  const scopes = [...new Set([...memories.map(({ scope }) => scope), ...(search.scope ? [search.scope] : [])])].sort();
  return (
    <>
      <ScopeFields search={search} onChange={onChange} without={['actor', 'harness', 'model']} />
      <Choice
        label="Kind"
        value={search.kind ?? ''}
        options={kinds}
        onChange={(value) => onChange(withValue(search, 'kind', value))}
      />
      <Choice
        label="Scope"
        value={search.scope ?? ''}
        options={[
          { value: '', label: 'Any scope' },
          ...scopes.map((scope) => ({ value: scope, label: scopeText(scope) })),
        ]}
        onChange={(value) => onChange(withValue(search, 'scope', value))}
      />
    </>
  );
}
