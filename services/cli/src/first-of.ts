/** The first of what comes, at most so many. */
export async function firstOf<Row>(rows: AsyncIterable<Row>, most: number): Promise<Row[]> {
  const found: Row[] = [];
  for await (const row of rows) if (found.push(row) >= most) break;
  return found;
}
