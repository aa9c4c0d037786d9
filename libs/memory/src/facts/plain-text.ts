import { stripEcho } from '@hookline/harnesses';
import type { Text } from '@hookline/schemas';

/** A text without what memory itself put into it. Of one that lies elsewhere, what is here of it: its ends. */
export function plainText(text: Text): string {
  return stripEcho(typeof text === 'string' ? text : `${text.head}\n…\n${text.tail}`);
}
