import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { ApiFailure } from '../../../api/http.ts';
import { useRule, type WholeRule } from '../../../api/rules.ts';
import { useTitle } from '../../../app/title.ts';
import { usePageKeys } from '../../../app/use-page-keys.ts';
import { Badge } from '../../../parts/badge.tsx';
import { Bones } from '../../../parts/bones.tsx';
import { ChoiceTabs } from '../../../parts/choice-tabs.tsx';
import { FactList } from '../../../parts/fact-list.tsx';
import { FullTime } from '../../../parts/moment.tsx';
import { Command, FailureNotice, Notice } from '../../../parts/notice.tsx';
import { Page } from '../../../parts/page.tsx';
import rows from '../../../parts/rows.module.css';
import { Said, type SaidLast } from '../../../parts/said.tsx';
import { costOfDay, firingsText, limitsText, ruleBadge, sourceText, versionText } from '../../../words/rule-words.ts';
import { withValue } from '../../../words/search-text.ts';
import { Faults } from '../faults.tsx';
import { RulesSections } from '../rules-sections.tsx';
import { DryRunPart } from './dry-run-part.tsx';
import { FiringsPart } from './firings-part.tsx';
import { HeldPart } from './held-part.tsx';
import { PauseSwitch } from './pause-switch.tsx';
import styles from './rule-page.module.css';
import { type RulePart, ruleParts } from './rule-parts.ts';
import { RuleText } from './rule-text.tsx';
import { TestsPart } from './tests-part.tsx';
import { VersionsPart } from './versions-part.tsx';

/** One rule: how it stands, when it fired and why it did not, its text with what its tests cover, and dry runs. */
export function RulePage() {
  const { rule: name } = useParams({ from: '/rules/$rule' });
  const rule = useRule(name);
  const page = useRef<HTMLDivElement>(null);
  useTitle(name);
  usePageKeys('Rule', { page, row: 'row' });
  if (rule.error instanceof ApiFailure && rule.error.status === 404) {
    return (
      <Page title={name} sections={<RulesSections />}>
        <Notice icon="question" title="There is no such rule">
          <Command>hookline rules list</Command>
        </Notice>
      </Page>
    );
  }
  return (
    <Page page={page} title={name} sum={null} sections={<RulesSections />}>
      {rule.isPending && <Bones label="Loading the rule" inset={false} />}
      {rule.error && <FailureNotice error={rule.error} onRetry={() => void rule.refetch()} />}
      {rule.data && <Whole rule={rule.data} />}
    </Page>
  );
}

function Whole({ rule }: { rule: WholeRule }) {
  const search = useSearch({ from: '/rules/$rule' });
  const navigate = useNavigate({ from: '/rules/$rule' });
  const [said, setSaid] = useState<SaidLast>();
  const { description, faults, paused, on, version, source, path, commit, failuresInRow } = rule;
  const show = search.show ?? ruleParts[0].value;
  const change = (next: typeof search) => void navigate({ search: next, replace: true });
  return (
    <>
      <div className={rows.head}>
        <Badge {...ruleBadge(rule)} />
        <span>{firingsText(rule)}</span>
        {costOfDay(rule) && <span>{costOfDay(rule)}</span>}
        {rule.state !== 'withdrawn' && (
          <PauseSwitch rule={rule} onSay={(text, failed) => setSaid({ text, failed, undo: undefined })} />
        )}
      </div>
      {paused && (
        <p className={`${rows.note} ${styles.paused}`} data-tone="warn">
          Paused by {paused.automatic ? 'the bus itself' : paused.by}, <FullTime time={paused.since} />
          {paused.reason && `: ${paused.reason}`}
        </p>
      )}
      {description && <p className={rows.lead}>{description}</p>}
      <Faults title="Its newest text cannot come into force" faults={faults} />
      <div className={styles.facts}>
        <FactList
          wide={['Limits']}
          facts={{
            'Looks at': on.join(', '),
            'Comes from': source === 'api' || path === null ? sourceText(rule) : <code>{path}</code>,
            Version: (
              <span>
                <code>{versionText(version)}</code>
                {commit && `, commit ${commit.slice(0, 10)}`}
              </span>
            ),
            'In force since': <FullTime time={rule.publishedAt} />,
            Limits: limitsText(rule),
            Failures: failuresInRow === 0 ? null : `${failuresInRow} in a row`,
          }}
        />
      </div>
      <div className={rows.above}>
        <ChoiceTabs<RulePart>
          label="Parts of the rule"
          value={show}
          options={ruleParts}
          onChange={(value) => change(withValue(search, 'show', value === ruleParts[0].value ? '' : value))}
        />
      </div>
      {show === 'firings' && <FiringsPart rule={rule.name} />}
      {show === 'held' && <HeldPart rule={rule.name} />}
      {show === 'text' && <RuleText rule={rule} />}
      {show === 'tests' && <TestsPart rule={rule} />}
      {show === 'dry-run' && (
        <DryRunPart rule={rule} since={search.since} onSince={(value) => change(withValue(search, 'since', value))} />
      )}
      {show === 'versions' && <VersionsPart versions={rule.versions} now={rule.version} />}
      <Said said={said} forget={() => setSaid(undefined)} />
    </>
  );
}
