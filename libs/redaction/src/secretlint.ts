import { lintSource } from '@secretlint/core';
import { rules as recommended } from '@secretlint/secretlint-rule-preset-recommend';
import type { SecretLintCoreResultMessage } from '@secretlint/types';
import type { FoundRange } from './rules/finding-range.ts';

/**
 * Left out: `filter-comments` lets a comment in the text switch the detection off, and `gcp` judges whole files on
 * disk (the key inside is found as a private key).
 */
const UNSUITED = /-(?:filter-comments|gcp)$/;

const rules = recommended
  .filter(({ meta }) => !UNSUITED.test(meta.id))
  .map((rule) => ({ id: rule.meta.id, rule, options: {} }));

/** Rules whose range is more than the secret, or beside it. */
const WIDE = /^AWSSecretAccessKey$|-(?:privatekey|basicauth|database-connection-string|npm)$/;

/** Stands between two texts: no rule reaches over it. */
const SEPARATOR = '\n\u0000\n';
const DOCUMENT_LENGTH_MAX = 1_000_000;

export interface WideRange extends FoundRange {
  /** Only where nothing more exact was found. */
  wide: boolean;
}

/** What Secretlint finds in each text. Looks at many texts as one document, because a run costs more than a text. */
export const runSecretlint = async (texts: readonly string[]): Promise<WideRange[][]> => {
  const results: WideRange[][] = [];
  for (let from = 0; from < texts.length; ) {
    let to = from + 1;
    let length = (texts[from] as string).length;
    while (to < texts.length && length + (texts[to] as string).length <= DOCUMENT_LENGTH_MAX) {
      length += (texts[to++] as string).length;
    }
    results.push(...(await lintDocument(texts.slice(from, to))));
    from = to;
  }
  return results;
};

const lintDocument = async (texts: readonly string[]): Promise<WideRange[][]> => {
  const { messages } = await lintSource({
    source: { filePath: 'text', content: texts.join(SEPARATOR), contentType: 'text' },
    options: { config: { rules }, noPhysicFilePath: true },
  });
  const sorted = messages.toSorted((a, b) => a.range[0] - b.range[0]);
  let offset = 0;
  let next = 0;
  return texts.map((text) => {
    const end = offset + text.length;
    const found: WideRange[] = [];
    for (; next < sorted.length && (sorted[next]?.range[0] ?? 0) <= end; next++) {
      const { range, messageId, ruleId } = sorted[next] as SecretLintCoreResultMessage;
      const start = range[0] - offset;
      const wide = WIDE.test(messageId) || WIDE.test(ruleId);
      const rangeEnd = wide ? endOfWord(text, range[1] - offset) : Math.min(text.length, range[1] - offset);
      found.push({ kind: kindOf(ruleId), start, end: rangeEnd, secret: text.slice(start, rangeEnd), doubt: 0, wide });
    }
    offset = end + SEPARATOR.length;
    return found;
  });
};

const kindOf = (ruleId: string): string => ruleId.replace(/^.*secretlint-rule-/, '').toLowerCase();

const endOfWord = (text: string, from: number): number => {
  let end = from;
  while (end < text.length && !/[\s"'`«]/.test(text[end] as string)) end++;
  return end;
};
