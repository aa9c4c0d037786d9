/** The address of a rule, and of what is below it. */
export function pathOf(name: string, below = ''): string {
  return `/v1/rules/${encodeURIComponent(name)}${below}`;
}
