import { Sections } from '../../parts/sections.tsx';

export function MemorySections() {
  return (
    <Sections
      label="Parts of the memory"
      items={[
        { to: '/memory', label: 'What is known' },
        { to: '/memory/report', label: 'Did it help' },
        { to: '/memory/audit', label: 'Audit' },
        { to: '/memory/skills', label: 'Skills' },
      ]}
    />
  );
}
