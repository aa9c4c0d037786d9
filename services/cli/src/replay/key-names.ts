/** What terminals send for keys that are not characters. */
const sequences: Readonly<Record<string, string>> = {
  '\u001b[A': 'up',
  '\u001b[B': 'down',
  '\u001b[C': 'right',
  '\u001b[D': 'left',
  '\u001bOA': 'up',
  '\u001bOB': 'down',
  '\u001bOC': 'right',
  '\u001bOD': 'left',
  '\u001b[H': 'home',
  '\u001b[F': 'end',
  '\u001bOH': 'home',
  '\u001bOF': 'end',
  '\u001b[1~': 'home',
  '\u001b[4~': 'end',
  ' ': 'space',
  '\r': 'enter',
  '\n': 'enter',
  '\u007f': 'backspace',
  '\b': 'backspace',
  '\u001b': 'escape',
  '\u0003': 'q',
  '\u0004': 'q',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals send them
const oneKey = /\u001b(?:\[[0-9;]*[ -/]*[@-~]|O[A-Z])|[\s\S]/gu;

/** The keys in what a terminal sent: names for those that are no characters, `q` also for Ctrl-C and Ctrl-D. */
export function keyNames(sent: string): string[] {
  return (sent.match(oneKey) ?? []).flatMap((key) => {
    const name = sequences[key];
    if (name !== undefined) return name;
    return key.length > 1 && key.startsWith('\u001b') ? [] : key;
  });
}
