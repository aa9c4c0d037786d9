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

/** A URL's search with one value set, or without it when the value is empty. */
export function withValue<Search extends object>(search: Search, name: keyof Search, value: string): Search {
  const { [name]: _, ...others } = search;
  return (value === '' ? others : { ...others, [name]: value }) as Search;
}
