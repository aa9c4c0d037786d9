const hookContext = /<hook_context>[\s\S]*?(?:<\/hook_context>|$)\n*/g;

/**
 * The text without what Hookline itself put before the agent: blocks from `<hookline …>` to `</hookline>`, also where a
 * harness wrote them with `&lt;` and `&gt;`. A block that was cut off reaches to the end. Nothing may ever be learnt from
 * our own words.
 */
export function stripEcho(text: string): string {
  return withoutBlocks(withoutBlocks(text, '<', '>'), '&lt;', '&gt;');
}

/** Looks at each character once, whatever the text: tools may print tags without end, and without number. */
function withoutBlocks(text: string, less: string, greater: string): string {
  const [open, close] = [`${less}hookline`, `${less}/hookline${greater}`];
  let kept = '';
  let from = 0;
  let looked = 0;
  for (let at = text.indexOf(open); at !== -1; at = text.indexOf(open, looked)) {
    const behind = at + open.length;
    const tagEnd = /\s/.test(text.charAt(behind)) ? text.indexOf(greater, behind + 1) : behind;
    if (tagEnd === -1) break;
    looked = behind;
    if (!text.startsWith(greater, tagEnd)) continue;
    const closed = text.indexOf(close, tagEnd);
    const end = closed === -1 ? text.length : closed + close.length;
    kept += text.slice(from, at);
    from = text[end] === '\n' ? end + 1 : end;
    looked = from;
  }
  return kept + text.slice(from);
}

/**
 * A tool's output without the blocks that Hookline put behind it, where it ends in them. The same words inside of it, as of a
 * file that is about Hookline, are the tool's own.
 */
export function withoutAppended(output: string): string {
  const bare = output.trimEnd();
  if (!bare.endsWith('</hookline>')) return output;
  const at = Math.max(bare.lastIndexOf('\n\n<hookline memory'), bare.lastIndexOf('\n\n<hookline message'));
  return at === -1 ? output : output.slice(0, at);
}

/** The text without what any hook put into it, of harnesses that put that into `<hook_context>`. */
export function stripHookContext(text: string): string {
  return stripEcho(text.includes('<hook_context>') ? text.replaceAll(hookContext, '') : text);
}
