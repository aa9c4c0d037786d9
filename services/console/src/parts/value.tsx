import type { Text } from '../api/shapes.ts';
import { isBodyRef } from '../words/text.ts';
import { LongText } from './long-text.tsx';
import styles from './value.module.css';

const shortText = 80;

/** Whatever a tool was given or gave back: text as text, an object field by field, the rest as JSON. */
export function Value({ value, label }: { value: unknown; label: string }) {
  if (value === null || value === undefined) return <p className={styles.none}>none</p>;
  if (isText(value)) return <LongText text={value} label={label} />;
  if (Array.isArray(value) || typeof value !== 'object') {
    return <LongText text={JSON.stringify(value, undefined, 2)} label={label} />;
  }
  const fields = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
  if (fields.length === 0) return <p className={styles.none}>nothing</p>;
  return (
    <dl className={styles.fields}>
      {fields.map(([name, field]) => (
        <div key={name} className={isShort(field) ? styles.short : styles.long}>
          <dt>{name}</dt>
          <dd>{isShort(field) ? <Short value={field} /> : <Field value={field} label={`${label} ${name}`} />}</dd>
        </div>
      ))}
    </dl>
  );
}

function Short({ value }: { value: unknown }) {
  return value === '' ? <span className={styles.none}>empty</span> : <code>{String(value)}</code>;
}

function Field({ value, label }: { value: unknown; label: string }) {
  return <LongText text={isText(value) ? value : JSON.stringify(value, undefined, 2)} label={label} />;
}

function isText(value: unknown): value is Text {
  return typeof value === 'string' || isBodyRef(value);
}

function isShort(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= shortText && !value.includes('\n');
  return typeof value === 'number' || typeof value === 'boolean';
}
