import type { Ran } from './exec-item.ts';

/** What is reported of an item by what its command did: done with a result, or failed with a reason. */
export type Outcome = { readonly result: unknown } | { readonly error: string };

/** Status 0 is done: the result is the JSON it wrote, else the end of its text. Everything else failed. */
export function outcomeOf({ status, stdout, stderr }: Ran): Outcome {
  const said = stdout.text.trim();
  if (status === 0) {
    const json = stdout.cut ? undefined : jsonOf(said);
    if (json !== undefined) return { result: json };
    return { result: said === '' ? undefined : { output: said, ...(stdout.cut && { cut: true }) } };
  }
  const how = status === null ? 'the command was ended by a signal' : `the command ended with status ${status}`;
  const why = stderr.text.trim() || said.slice(-2_000);
  return { error: why === '' ? how : `${how}: ${why}` };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
