import { describe, expect, test } from 'vitest';
import { commandTraits } from './command-reads.ts';

describe('a command line that writes nothing', () => {
  test.each([
    'ls -la',
    'cat src/a.ts | head -20',
    "sed -n '10,20p' src/a.ts",
    'git status && git diff --stat',
    'git --no-pager log --oneline -5 2>/dev/null | head -3',
    'grep -rn "total" src 2>&1 | sort | uniq -c',
    'find . -name "*.ts" -not -path "./node_modules/*" | wc -l',
    'cd packages/web && ls; echo "$HOME"',
    'if [ -f a.txt ]; then cat a.txt; fi',
    'for file in *.ts; do wc -l "$file"; done',
    'cat "$(git rev-parse --show-toplevel)/README.md"',
    'wc -l < a.txt > /dev/null',
    'node --version',
    '(cd src; ls)',
    '/bin/cat a.txt',
  ])('%s', (line) => {
    expect(commandTraits(line)).toEqual({ reads: true, staysRunning: false });
  });
});

describe('a command line that may write', () => {
  test.each([
    'npm test',
    'echo hello > a.txt',
    'echo hello >> a.txt',
    'cat a.txt | tee b.txt',
    "sed -i 's/a/b/' a.txt",
    "sed -n 'w out.txt' a.txt",
    "sed -n '1p' -i a.txt",
    'find . -name "*.tmp" -delete',
    'find . -exec rm {} ;',
    'find . $MORE',
    'sort -o a.txt a.txt',
    'sort -uo a.txt a.txt',
    'sort *',
    'uniq a.txt b.txt',
    'git checkout -- a.txt',
    'git diff --output=a.patch',
    'git -c alias.log=!rm log',
    'git branch new',
    'git stash',
    'PATH=. cat a.txt',
    'for PATH in .; do cat a.txt; done',
    './cat a.txt',
    '$PROGRAM a.txt',
    'cat() { rm a.txt; }; cat',
    'cat <(rm a.txt)',
    'cat "$(rm a.txt)"',
    'cat <<END > a.txt\nhello\nEND',
    'ls &> files.txt',
    'xargs rm < list',
    'eval "ls"',
    'ls >| files.txt',
    'echo "unterminated',
    '`rm a.txt`',
    'echo `rm a.txt`',
    'exec 3> a.txt',
    'tree -o a.txt',
    'bash_1',
    'rg --pre ./run x',
    'awk 1 a.txt',
    'echo $' + '{x:=$(rm a.txt)}',
    'echo $((x=1))',
    'read line < a.txt',
    '[[ -f a.txt ]] && rm a.txt',
    '',
  ])('%s', (line) => {
    expect(commandTraits(line).reads).toBe(line === '');
  });
});

describe('what a command line leaves running', () => {
  test.each([
    ['npm run dev &', true],
    ['npm run dev > log 2>&1 & echo started', true],
    ['(make watch &)', true],
    ['nohup npm start', true],
    ['make a & make b & wait', false],
    ['make a && make b', false],
    ['cat a.txt &', false],
    ['sleep 5 & echo x > a.txt', true],
  ])('%s', (line, staysRunning) => {
    expect(commandTraits(line).staysRunning).toBe(staysRunning);
  });
});
