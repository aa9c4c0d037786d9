import type { RuleVersion } from '../../../api/rules.ts';
import { FullTime } from '../../../parts/moment.tsx';
import { Table } from '../../../parts/table.tsx';
import { sourceText, versionText } from '../../../words/rule-words.ts';

/** Who published what, when and from where. */
export function VersionsPart({ versions, now }: { versions: readonly RuleVersion[]; now: string }) {
  return (
    <Table
      label="Versions"
      columns={['Version', 'Published', 'By', 'From', 'Until']}
      numbersFrom={5}
      rows={versions.map(({ version, publishedAt, publishedBy, source, path, commit, withdrawnAt }) => ({
        key: `${version} ${publishedAt}`,
        cells: [
          <code key="version">{versionText(version)}</code>,
          <FullTime key="published" time={publishedAt} />,
          publishedBy ?? 'not told',
          <span key="from">
            {sourceText({ source, path })}
            {commit && `, commit ${commit.slice(0, 10)}`}
          </span>,
          withdrawnAt === null ? version === now ? 'in force' : '–' : <FullTime key="until" time={withdrawnAt} />,
        ],
      }))}
    />
  );
}
