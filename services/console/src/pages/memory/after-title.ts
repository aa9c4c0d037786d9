/** What a statement says beyond its title, where it begins with that; back-quotes around parts of it do not count. */
export function afterTitle(statement: string, title: string): string {
  let at = 0;
  for (const character of title.replaceAll('`', '')) {
    while (statement[at] === '`') at += 1;
    if (!statement.startsWith(character, at)) return statement;
    at += character.length;
  }
  const rest = statement.slice(at).replace(/^[`\s:,.]+/, '');
  return rest === '' ? statement : rest;
}
