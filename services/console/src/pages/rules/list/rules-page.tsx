import { useRef, useState } from 'react';
import { useRules } from '../../../api/rules.ts';
import { useTitle } from '../../../app/title.ts';
import { usePageKeys } from '../../../app/use-page-keys.ts';
import { Bones } from '../../../parts/bones.tsx';
import { FilterField } from '../../../parts/field.tsx';
import { FailureNotice, Notice, NoticeButton } from '../../../parts/notice.tsx';
import { Page, Part } from '../../../parts/page.tsx';
import rows from '../../../parts/rows.module.css';
import { Said, type SaidLast } from '../../../parts/said.tsx';
import { numberText } from '../../../words/quantity.ts';
import { Faults } from '../faults.tsx';
import { RulesSections } from '../rules-sections.tsx';
import { EmptyRules } from './empty-rules.tsx';
import { RuleRow } from './rule-row.tsx';
import { StopSwitch } from './stop-switch.tsx';

/** Every rule with how it stands, and the switch that stops them all. */
export function RulesPage() {
  const rules = useRules();
  const page = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [said, setSaid] = useState<SaidLast>();
  useTitle('Rules');
  usePageKeys('Rules', { page, row: 'rule', field });
  const all = rules.data?.rules ?? [];
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = all.filter(({ name, description, path }) =>
    words.every((word) => `${name} ${description} ${path}`.toLowerCase().includes(word)),
  );
  const present = shown.filter(({ state }) => state !== 'withdrawn');
  const withdrawn = shown.filter(({ state }) => state === 'withdrawn');
  return (
    <Page
      page={page}
      title="Rules"
      sum={all.length > 0 && sumText(all)}
      field={all.length > 0 && <FilterField field={field} label="Filter rules" value={typed} onChange={setTyped} />}
      sections={<RulesSections />}
    >
      {rules.isPending && <Bones label="Loading rules" inset={false} />}
      {rules.error && <FailureNotice error={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.data && (
        <>
          <StopSwitch
            stopped={rules.data.stopped}
            onSay={(text, failed) => setSaid({ text, failed, undo: undefined })}
          />
          <Faults title="Files that are no rule" faults={rules.data.faults} />
          {all.length === 0 && <EmptyRules />}
          {all.length > 0 && shown.length === 0 && (
            <Notice icon="search" title="Nothing fits">
              <NoticeButton onClick={() => setTyped('')}>Show all</NoticeButton>
            </Notice>
          )}
          {present.length > 0 && (
            <ol className={rows.rows} aria-label="Rules">
              {present.map((rule) => (
                <RuleRow key={rule.name} rule={rule} />
              ))}
            </ol>
          )}
          {withdrawn.length > 0 && (
            <Part title="Withdrawn">
              <ol className={rows.rows} aria-label="Withdrawn rules">
                {withdrawn.map((rule) => (
                  <RuleRow key={rule.name} rule={rule} />
                ))}
              </ol>
            </Part>
          )}
        </>
      )}
      <Said said={said} forget={() => setSaid(undefined)} />
    </Page>
  );
}

function sumText(rules: readonly { readonly state: string }[]): string {
  const count = (state: string) => rules.filter((rule) => rule.state === state).length;
  const paused = count('paused');
  return `${numberText(count('in-force'))} in force${paused > 0 ? `, ${numberText(paused)} paused` : ''}`;
}
