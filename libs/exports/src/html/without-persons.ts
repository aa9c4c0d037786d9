const nameLengthMin = 3;

/**
 * Takes out of texts what tells who and where: home folders, mail addresses, and the names given. Names of less than
 * three letters stay: they are parts of too many words.
 */
export function withoutPersons(names: readonly string[]): (text: string) => string {
  const known = [...new Set(names)].filter((name) => name.length >= nameLengthMin).sort((a, b) => b.length - a.length);
  const named = known.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const anyName = named === '' ? undefined : new RegExp(`(?<![\\p{L}\\p{N}])(?:${named})(?![\\p{L}\\p{N}])`, 'giu');
  return (text) => {
    const homeless = text
      .replace(/(?:\/home|\/Users)\/[^\s/"'`:;,)\]}>]+/g, '~')
      .replace(/\/root(?=\/|\b)/g, '~')
      .replace(/\b[A-Za-z]:\\{1,2}Users\\{1,2}[^\s\\"'`:;,)\]}>]+/g, '~')
      .replace(/[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}/g, '…@…');
    return anyName === undefined ? homeless : homeless.replace(anyName, '…');
  };
}
