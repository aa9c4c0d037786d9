/** An amount as people write it: $12.30, $0.0042 where cents say nothing, `unknown` where nobody knows. */
export function dollars(usd: number | null | undefined): string {
  if (usd === null || usd === undefined) return 'unknown';
  if (usd > 0 && usd < 0.01) return usd < 0.0001 ? '<$0.0001' : `$${usd.toFixed(4)}`;
  return `$${usd.toFixed(2)}`;
}

/** 62 %, or nothing where there is no rate. */
export function percent(rate: number | null | undefined): string {
  return rate === null || rate === undefined ? '' : `${Math.round(rate * 100)} %`;
}
