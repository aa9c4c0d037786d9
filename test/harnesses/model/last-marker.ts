/** What Hookline puts before an agent, which may quote prompts of earlier sessions. */
const told = /(<|&lt;)hookline\s[\s\S]*?(<|&lt;)\/hookline(>|&gt;)/g;

/** The script that the newest marker `[[name]]` in a text names, leaving out what Hookline put there. */
export function lastMarker(text: string): string | undefined {
  return [...text.replaceAll(told, '').matchAll(/\[\[([\w-]+)\]\]/g)].at(-1)?.[1];
}
