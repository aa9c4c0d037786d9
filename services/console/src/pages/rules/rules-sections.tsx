import { Sections } from '../../parts/sections.tsx';

export function RulesSections() {
  return (
    <Sections
      label="Parts of the rules"
      items={[
        { to: '/rules', label: 'Rules' },
        { to: '/rules/firings', label: 'Firings' },
      ]}
    />
  );
}
