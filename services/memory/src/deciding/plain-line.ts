import { oneLine, visible } from '@hookline/memory';

/** What somebody wrote, on one line and without characters that show nothing or turn the text around; cut. */
export function plainLine(text: string, lengthMax: number): string {
  return oneLine(visible(text), lengthMax);
}
