const whole = new Intl.NumberFormat('en');
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export function numberText(value: number): string {
  return whole.format(value);
}

/** 1.2K, 3.4M: for what one compares, not for what one copies. */
export function shortNumber(value: number): string {
  return short.format(value);
}

/** How long something took, in two units at most. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.round(hours / 24)} d`;
}

/** A length of time that somebody set: `30 min`, `1 h 30 min`. */
export function spanText(ms: number): string {
  return durationText(ms).replace(/(?<=(min|h)) 0 (s|min)$/, '');
}

export function costText(usd: number): string {
  if (usd === 0) return '$0';
  return usd < 0.01 ? '<$0.01' : `$${usd.toFixed(2)}`;
}

/** A part of a whole, from 0 to 1, in percent; a little is not nothing. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 1) return '<1%';
  return percent > 99 && percent < 100 ? '>99%' : `${Math.round(percent)}%`;
}

export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kib = bytes / 1024;
  return kib < 1024 ? `${kib.toFixed(kib < 10 ? 1 : 0)} KB` : `${(kib / 1024).toFixed(1)} MB`;
}

/** `1 turn`, `3 turns`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${numberText(count)} ${named(count, one, many)}`;
}

/** The name alone of as many. */
export function named(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many;
}
