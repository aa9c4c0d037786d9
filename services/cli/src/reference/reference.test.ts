import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { referencePages } from './index.ts';

test.each([...referencePages()])('%s says what the code says: if not, run `npm run reference`', async (file, text) => {
  expect(await readFile(file, 'utf8')).toBe(text);
});
