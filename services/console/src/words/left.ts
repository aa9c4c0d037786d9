/** How long something still holds, to the second while that matters; and how long ago it ended. */
export function leftText(leftMs: number): string {
  if (leftMs <= 0) return leftMs > -1000 ? 'over' : `over for ${unitsText(-leftMs)}`;
  return `${unitsText(leftMs)} left`;
}

function unitsText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d`;
}
