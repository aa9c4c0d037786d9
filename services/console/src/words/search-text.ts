/** Those of the named values of a URL's search that are text and not empty. Numbers were text before they were parsed. */
export function textOf<Name extends string>(search: Readonly<Record<string, unknown>>, ...names: readonly Name[]) {
  const found: { [N in Name]?: string } = {};
  for (const name of names) {
    const value = search[name];
    if (typeof value === 'string' || typeof value === 'number') {
      if (value !== '') found[name] = String(value);
    }
  }
  return found;
}
