/** The exit code that a result says in words (`Exit code 3`, `exit code 0`), or undefined. */
export function exitCodeIn(text: string): number | undefined {
  const match = /\bexit code (-?\d{1,10})\b/i.exec(text.slice(0, 2_000));
  return match ? Number(match[1]) : undefined;
}
