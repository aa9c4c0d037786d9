import type { RecordRow } from '@hookline/harnesses';
import { NestingError, type Redactor } from '@hookline/redaction';

/** The rows without their secrets. A row that nests too deeply to be looked through is left out. */
export async function redactRows(redactor: Redactor, rows: readonly RecordRow[]): Promise<RecordRow[]> {
  const values = await redactEach(
    redactor,
    rows.map(({ row }) => row),
  );
  return rows.flatMap((row, index) => {
    const value = values[index];
    return value === undefined ? [] : [{ ...row, row: value as RecordRow['row'] }];
  });
}

/** Redacts values together; undefined stands for one that nests too deeply. */
export async function redactEach(redactor: Redactor, values: readonly unknown[]): Promise<unknown[]> {
  try {
    return (await redactor.redactAll(values)).map(({ value }) => value);
  } catch (error) {
    if (!(error instanceof NestingError)) throw error;
  }
  const redacted: unknown[] = [];
  for (const value of values) {
    try {
      redacted.push((await redactor.redact(value)).value);
    } catch (error) {
      if (!(error instanceof NestingError)) throw error;
      redacted.push(undefined);
    }
  }
  return redacted;
}
