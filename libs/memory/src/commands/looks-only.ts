const looking = new Set(
  'echo printf tail head grep egrep rg ag ack awk cat bat less more sort uniq wc true false pwd ls tree find fd stat file du df date sleep which type whereis whoami hostname uname env printenv diff cmp test [ [[ jq yq xxd od nl cut tr column basename dirname realpath readlink ps pgrep lsof top history man export set wait kill'.split(
    ' ',
  ),
);
const lookingKeys =
  /^(git (status|log|diff|show|branch|rev-parse|ls-files|ls-tree|blame|remote|describe|reflog|grep|cat-file|show-ref|for-each-ref|config|check-ignore|merge-base|ls-remote|fetch|shortlog)|gh (pr|run|issue|repo|release|workflow) (view|list|diff|checks|status|watch)|gh api|go (doc|env|list|version)|(npm|pnpm|yarn) (ls|list|view|why|outdated)|docker (ps|logs|inspect|images)|kubectl (get|describe|logs))$/;

/** Whether a program only shows what there is: it changes nothing, and mends nothing. */
export function looksOnly(key: string, words: readonly string[]): boolean {
  if (words[0] === 'sed') return !words.some((word) => /^-[a-zA-Z]*i|^--in-place/.test(word));
  return (
    looking.has(words[0] ?? '') || lookingKeys.test(key) || words.includes('--version') || words.includes('--help')
  );
}
