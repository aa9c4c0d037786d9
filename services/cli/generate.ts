import { writeFile } from 'node:fs/promises';
import { referencePages } from './src/reference/index.ts';

for (const [file, text] of referencePages()) {
  await writeFile(file, text);
  console.log(file);
}
