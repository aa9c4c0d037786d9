const block = /<hookline(?:\s[^>]*)?>[\s\S]*?(?:<\/hookline>|$)\n?/g;

/**
 * The text without what Hookline itself put before the agent: blocks from `<hookline …>` to `</hookline>`. A block that
 * was cut off reaches to the end. Nothing may ever be learnt from our own words.
 */
export function stripEcho(text: string): string {
  return text.includes('<hookline') ? text.replaceAll(block, '') : text;
}
