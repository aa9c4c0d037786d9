import { useState } from 'react';

export type Theme = 'system' | 'light' | 'dark';

const stored = 'hookline.theme';
const following: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };

/** The reader's choice, kept in this browser; `system` follows the machine. */
export function useTheme(): { theme: Theme; turn: () => void } {
  const [theme, setTheme] = useState<Theme>(readTheme);
  const turn = () => {
    const next = following[theme];
    if (next === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    keepTheme(next);
    setTheme(next);
  };
  return { theme, turn };
}

function readTheme(): Theme {
  const { theme } = document.documentElement.dataset;
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

function keepTheme(theme: Theme): void {
  try {
    if (theme === 'system') localStorage.removeItem(stored);
    else localStorage.setItem(stored, theme);
  } catch {
    // Where storage is forbidden the choice lasts as long as the page.
  }
}
