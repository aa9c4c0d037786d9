import { stripVTControlCharacters } from 'node:util';

/** Lines in which programs say what is wrong. */
const telling =
  /\b(\w*error|fail(ed|ure|s)?|fatal|panic|\w*exception|cannot|can't|could not|couldn't|not found|no such|undefined|undeclared|unexpected|unknown|unrecogni[sz]ed|invalid|illegal|denied|refused|missing|mismatch|conflict|unable|usage|expected|unused|not used|ignored|timed? ?out|abort(ed)?|not allowed|forbidden|deprecated|unwrapped|✗|×)\b|[✗✘×]|\([a-z]{3,20}\)$|\[[a-z-]{4,40}\]$/i;
/** What harnesses and task runners say around what the program printed. */
const around =
  /^(Exit code \d+|Error: Exit code \d+|<\/?tool_use_error>|\[[\w:.-]+\] \$ .*|\$ .*|> .*|\[[\w:.-]+\] ERROR task failed|npm (ERR|error)!? ?(code|errno|path|command|Lifecycle|workspace|location|A complete log).*|\[Request interrupted.*|…)$/;
/** Which task said it, as task runners put it before each line. */
const label = /^\[[a-z][\w:.-]{0,40}\] (?!\$ |ERROR task failed)/;
/** Lines of tests that went well, and of tests that begin. */
const quiet = /^(=== (RUN|PAUSE|CONT|NAME)|--- PASS|ok\s|PASS\b|\?\s|✓|\(pass\)|\d+ pass\b|\s*at )/;

const linesMax = 400;
/** A longer line was written by no program that says what is wrong at its end. */
const lineLengthMax = 4_000;

/** What is only noted, while something else went wrong. */
const noted = /\b(warn(ing)?s?|info|debug|trace)\b/i;

/**
 * The first line that says what is wrong, trimmed; else the first that warns; undefined where no line does either. Colours
 * are not part of it.
 */
export function tellingLine(text: string): string | undefined {
  let warning: string | undefined;
  for (const raw of text.split('\n', linesMax)) {
    const line = stripVTControlCharacters(raw.slice(0, lineLengthMax).replaceAll(/<\/?tool_use_error>/g, ''))
      .trim()
      .replace(label, '');
    if (line === '' || around.test(line) || quiet.test(line) || !telling.test(line)) continue;
    if (!noted.test(line)) return line.slice(0, 400);
    warning ??= line.slice(0, 400);
  }
  return warning;
}
