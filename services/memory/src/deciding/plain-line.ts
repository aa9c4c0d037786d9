import { oneLine } from '@hookline/memory';

/** What somebody wrote, on one line and without characters that show nothing or turn the text around; cut. */
export function plainLine(text: string, lengthMax: number): string {
  return oneLine(text.replaceAll(/\s+/g, ' ').replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, ''), lengthMax);
}
