/** Words of a command after its program's name; `undefined` for one of which only the shell knows how it begins. */
export type Words = readonly (string | undefined)[];

type Check = (words: Words) => boolean;

const always: Check = () => true;

/** All words are known, and none of them is one of these options. */
const without =
  (...options: readonly RegExp[]): Check =>
  (words) =>
    words.every((word) => word !== undefined && !options.some((option) => option.test(word)));

/** Programs whose last operand would be a file to write. */
const oneOperand: Check = (words) =>
  words.every((word) => word !== undefined) && words.filter((word) => !word!.startsWith('-')).length <= 1;

const onlyVersion: Check = (words) => words.length === 1 && /^(--version|-v|-V|version)$/.test(words[0] ?? '');

/** A print of some lines: `sed -n '10,20p' file`. Everything else that sed does may write. */
const sed: Check = ([first, script, ...files]) =>
  first === '-n' &&
  /^(\d+|\$)(,(\d+|\$))?p$/.test(script ?? '') &&
  files.every((file) => file !== undefined && !file.startsWith('-'));

const find = without(/^-(exec|execdir|ok|okdir|delete|fprint|fprint0|fprintf|fls)/);

const gitReads: Readonly<Record<string, Check>> = {
  status: always,
  log: always,
  show: always,
  diff: always,
  'rev-parse': always,
  'ls-files': always,
  'ls-tree': always,
  'cat-file': always,
  blame: always,
  describe: always,
  shortlog: always,
  'rev-list': always,
  'merge-base': always,
  grep: without(/^(-O|--open)/),
  branch: (words) => words.every((word) => /^(-a|-r|-v|-vv|--all|--list|--show-current|--remotes)$/.test(word ?? '')),
  remote: (words) => words.every((word) => word === '-v'),
  tag: (words) => words.every((word) => word === '-l' || word === '--list'),
  stash: (words) => words[0] === 'list' || words[0] === 'show',
  config: (words) => /^(--get|--get-all|--list|-l|get|list)$/.test(words[0] ?? ''),
};

/** `git` with one of its commands that read. Options that name a file to write, or a program to run, are none of it. */
const git: Check = (words) => {
  let at = 0;
  while (words[at] === '--no-pager' || words[at] === '-C') at += words[at] === '-C' ? 2 : 1;
  const [command, ...rest] = words.slice(at);
  const check = command !== undefined && Object.hasOwn(gitReads, command) ? gitReads[command]! : undefined;
  return check?.(rest) === true && without(/^--(ou|ext|textconv|filters)/)(rest);
};

const programs = new Map<string, Check>();
const add = (check: Check, names: string) => {
  for (const name of names.split(' ')) programs.set(name, check);
};

add(always, 'cat head tail ls pwd echo wc jq column grep egrep fgrep cut tr diff cmp comm stat du df whoami id uname');
add(always, 'printenv which type true false test [ : basename dirname realpath readlink nl tac rev fold seq sleep');
add(always, 'md5sum sha1sum sha256sum sha512sum cksum od strings cd set exit wait ps uptime nproc arch tty');
add(without(/^-[a-zA-Z]*o/, /^--o/, /^--co/, /^-T/, /^--t/), 'sort');
add(without(/^-o/, /^--output/), 'tree');
add(without(/^-[a-zA-Z]*C/, /^--c/), 'file');
add(without(/^--(pre|hostname-bin|search-zip)/, /^-[a-zA-Z]*z/), 'rg');
add(without(/^-[a-zA-Z]*[xX]/, /^--exec/), 'fd');
add(without(/^-s/, /^--s/), 'date');
add(([first]) => first !== undefined && !first.startsWith('-v'), 'printf');
add(oneOperand, 'uniq xxd');
add(find, 'find');
add(sed, 'sed');
add(git, 'git');
add(onlyVersion, 'node npm pnpm yarn bun deno python python3 pip pip3 ruby go cargo rustc java tsc docker make gcc');

/**
 * Whether a program with these words writes to no file, whatever they mean. Only what is listed here does; a program is
 * named alone or in a folder of the system.
 */
export function programReads(name: string, words: Words): boolean {
  const bare = /^(?:\/usr)?\/bin\/([^/]+)$/.exec(name)?.[1] ?? name;
  return programs.get(bare)?.(words) === true;
}
