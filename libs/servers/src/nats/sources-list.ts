/** One place apt loads packages from, as far as it concerns us. */
export interface AptSource {
  readonly uri: string;
  readonly suites: readonly string[];
  readonly components: readonly string[];
  /** Path of the keyring the source names, if it names one. */
  readonly signedBy?: string;
}

/** Sources of binary packages in the old format: `deb [options] uri suite component…`. */
export function parseOneLineSources(text: string): AptSource[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line);
    if (!match) return [];
    const [, options = '', uri = '', suite = '', components = ''] = match;
    return [source(uri, [suite], words(components), /signed-by=(\S+)/i.exec(options)?.[1])];
  });
}

/** Sources of binary packages in the deb822 format: paragraphs of `Field: value`. */
export function parseDeb822Sources(text: string): AptSource[] {
  const withoutComments = text.replace(/^#.*\n?/gm, '');
  return withoutComments.split(/\n\s*\n/).flatMap((paragraph) => {
    const fields = new Map<string, string>();
    for (const [, name = '', value = ''] of paragraph.matchAll(/^([\w-]+):((?:.*)(?:\n[ \t]+.*)*)/gm)) {
      fields.set(name.toLowerCase(), value.trim());
    }
    const isOn = fields.get('enabled')?.toLowerCase() !== 'no';
    if (!isOn || !words(fields.get('types')).includes('deb')) return [];
    const [suites, components] = [words(fields.get('suites')), words(fields.get('components'))];
    return words(fields.get('uris')).map((uri) => source(uri, suites, components, fields.get('signed-by')));
  });
}

/** The machine's main Debian mirror: where suite `sid` stands beside its own. */
export function debianMirror(sources: readonly AptSource[]): AptSource | undefined {
  const archives = sources.filter(
    ({ uri, suites, components }) =>
      /^(https?|file|mirror\+\w+|tor\+http):/.test(uri) &&
      components.includes('main') &&
      !suites.some((suite) => /security/.test(suite)),
  );
  return archives.find(({ uri }) => /\/debian\/?$/.test(uri)) ?? archives.find(({ uri }) => /\/debian\//.test(uri));
}

/** The single line that adds suite `sid` of that mirror. */
export function sidSourceLine({ uri, signedBy }: AptSource): string {
  return `deb ${signedBy ? `[signed-by=${signedBy}] ` : ''}${uri} sid main\n`;
}

function source(uri: string, suites: string[], components: string[], signedBy: string | undefined): AptSource {
  // A key may also stand in the file itself; then apt's default keyrings must do.
  return { uri, suites, components, ...(signedBy?.startsWith('/') && !/\s/.test(signedBy) && { signedBy }) };
}

function words(text = ''): string[] {
  return text.split(/\s+/).filter(Boolean);
}
