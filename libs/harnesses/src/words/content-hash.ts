import { createHash } from 'node:crypto';

/** What redaction leaves in place of a secret. Text that holds one is not the file's text any more. */
const redacted = /«(?:secret:|private»)/;

/** The hash of a file's whole content, `sha256:` and 64 hexadecimal digits; undefined when redaction changed the text. */
export function contentHash(content: string): string | undefined {
  return redacted.test(content) ? undefined : `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
