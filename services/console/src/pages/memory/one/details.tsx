import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Json } from '../../../api/memory.ts';
import { FullTime } from '../../../parts/moment.tsx';
import { Table } from '../../../parts/table.tsx';
import { durationText, numberText, shareText } from '../../../words/quantity.ts';
import { detailName } from './detail-names.ts';
import styles from './memory-page.module.css';

type Fields = { readonly [name: string]: Json };

const listShown = 20;
const rowsShown = 6;
const longText = 60;
const codeNames = /^(key|command|replacement|error|signature|flag|path|file|key|violation|tool|program|version)$/i;

/** What the deriver of a kind says: counts, outcomes, replacements and claims, each as what it is. */
export function Details({ details }: { details: Json }) {
  if (!isFields(details)) return <Value name="" value={details} />;
  const told = Object.entries(details).filter(([, value]) => value !== null && !isEmpty(value));
  // What is short stands together, before what needs the whole width.
  const entries = told.toSorted(([, a], [, b]) => Number(isWide(a)) - Number(isWide(b)));
  if (entries.length === 0) return <p className={styles.quiet}>Its kind has no more to say than its statement.</p>;
  return (
    <dl className={styles.details}>
      {entries.map(([name, value]) => (
        <div key={name} data-wide={isWide(value)}>
          <dt>{detailName(name)}</dt>
          <dd>
            <Value name={name} value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ name, value }: { name: string; value: Json }): ReactNode {
  if (typeof value === 'number') return numberOf(name, value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') {
    if (isTime(value)) return <FullTime time={value} />;
    if (name === 'session') {
      return (
        <Link to="/sessions/$session" params={{ session: value }}>
          {value}
        </Link>
      );
    }
    return codeNames.test(name) ? <code>{value}</code> : value;
  }
  if (value === null) return 'nothing';
  if (isOutcomes(value)) return <Outcomes outcomes={value} />;
  if (isList(value)) {
    if (isBrief(value)) return value.join(', ');
    const rows = value.slice(0, listShown);
    if (rows.every(isFields)) return <Rows label={detailName(name)} rows={rows.slice(-rowsShown)} of={value.length} />;
    return (
      <>
        <ul className={styles.values}>
          {rows.map((one) => (
            <li key={JSON.stringify(one)}>
              <Value name={name.replace(/s$/, '')} value={isList(one) ? one.join(', ') : one} />
            </li>
          ))}
        </ul>
        {value.length > rows.length && <p className={styles.quiet}>and {value.length - rows.length} more</p>}
      </>
    );
  }
  return <Details details={value} />;
}

/** The last of what was told in order. */
function Rows({ label, rows, of }: { label: string; rows: readonly Fields[]; of: number }) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return (
    <>
      <Table
        label={label}
        columns={columns.map(detailName)}
        numbersFrom={columns.length}
        rows={rows.map((row) => ({
          key: JSON.stringify(row),
          cells: columns.map((column) =>
            row[column] === undefined ? '' : <Value key={column} name={column} value={row[column]} />,
          ),
        }))}
      />
      {of > rows.length && (
        <p className={styles.quiet}>
          the last {rows.length} of {of}
        </p>
      )}
    </>
  );
}

/** How the last runs went, oldest first: a shape and a colour each. */
function Outcomes({ outcomes }: { outcomes: readonly boolean[] }) {
  const failed = outcomes.filter((ok) => !ok).length;
  return (
    <span className={styles.outcomes}>
      <svg width={outcomes.length * 14} height="12" aria-hidden="true">
        {outcomes.map((ok, index) =>
          ok ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a run has nothing but its place
            <circle key={index} className={styles.ok} cx={index * 14 + 6} cy="6" r="5" />
          ) : (
            <path
              // biome-ignore lint/suspicious/noArrayIndexKey: a run has nothing but its place
              key={index}
              className={styles.failed}
              d={`M${index * 14 + 2} 2l8 8m0-8l-8 8`}
            />
          ),
        )}
      </svg>
      {failed === 0 ? 'all went well' : `${failed} of ${outcomes.length} failed`}
    </span>
  );
}

function numberOf(name: string, value: number): string {
  if (/Ms$/.test(name)) return durationText(value);
  if (/share|rate|confidence|likeness/i.test(name) && value >= 0 && value <= 1) return shareText(value);
  return Number.isInteger(value) ? numberText(value) : value.toFixed(2);
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isFields = (value: Json): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isOutcomes = (value: Json): value is readonly boolean[] =>
  isList(value) && value.length > 0 && value.every((one) => typeof one === 'boolean');
const isBrief = (value: readonly Json[]): value is readonly string[] =>
  value.every((one) => typeof one === 'string') && value.join(', ').length <= longText;
const isTime = (value: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) && !Number.isNaN(Date.parse(value));
const isEmpty = (value: Json) => value === '' || (isList(value) && value.length === 0);

function isWide(value: Json): boolean {
  if (typeof value === 'string') return value.length > longText && !isTime(value);
  if (isList(value)) return !isOutcomes(value) && !isBrief(value);
  return isFields(value);
}
