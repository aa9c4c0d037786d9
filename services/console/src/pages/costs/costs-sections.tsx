import { Sections } from '../../parts/sections.tsx';

export function CostsSections() {
  return (
    <Sections
      label="Parts of the costs"
      items={[
        { to: '/costs', label: 'Spending' },
        { to: '/costs/outcomes', label: 'Per merged pull request' },
        { to: '/costs/prices', label: 'Prices' },
      ]}
    />
  );
}
