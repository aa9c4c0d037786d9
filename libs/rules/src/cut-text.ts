/** The first characters of a text, as a database takes them: no half characters, no zeros. */
export function cutText(text: string, max: number): string {
  const cut = (text.length > max ? text.slice(0, max) : text).toWellFormed();
  return cut.includes('\0') ? cut.replaceAll('\0', '␀') : cut;
}
