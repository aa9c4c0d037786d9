// Runs before the first paint, so that a reader who chose a theme never sees the other one flash.
{
  let chosen = null;
  try {
    chosen = localStorage.getItem('hookline.theme');
  } catch {
    // Storage may be forbidden: then the system's theme holds.
  }
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
}
