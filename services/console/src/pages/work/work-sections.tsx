import { Sections } from '../../parts/sections.tsx';

export function WorkSections() {
  return (
    <Sections
      label="Parts of the work"
      items={[
        { to: '/work', label: 'Items' },
        { to: '/work/approvals', label: 'Approvals' },
        { to: '/work/claims', label: 'Claims' },
        { to: '/work/conflicts', label: 'Conflicts' },
      ]}
    />
  );
}
