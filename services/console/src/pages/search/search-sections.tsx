import { Sections } from '../../parts/sections.tsx';

export function SearchSections() {
  return (
    <Sections
      label="Kinds of search"
      items={[
        { to: '/search', label: 'Sessions' },
        { to: '/search/failures', label: 'What failed most' },
      ]}
    />
  );
}
