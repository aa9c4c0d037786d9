import { shortHash } from '@hookline/schemas';

/** No secret that is found because it was found before, or by the environment, is as short as the longest word kept. */
const wordMax = 7;

/** What redaction leaves in place of a secret begins so. */
const mark = '«';

/**
 * The short words of a text, whatever the white space between them. What a redactor finds in a text depends on what it
 * found before, so two readings of one text may differ in their marks: whatever may be a secret, or stands in place of
 * one, is left out, and the gist stays the same.
 */
function gistOf(text: string): string {
  const words = text.split(/\s+/);
  return words.filter((word) => word !== '' && word.length <= wordMax && !word.includes(mark)).join(' ');
}

export function gistHash(text: string): string {
  return shortHash(gistOf(text));
}

export function hasMark(text: string): boolean {
  return text.includes(`${mark}secret:`);
}
