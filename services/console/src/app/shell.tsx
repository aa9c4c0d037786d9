import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiFailure } from '../api/http.ts';
import { useListening, useLiveState } from '../api/live-context.tsx';
import { useMe } from '../api/sessions.ts';
import { Icon } from '../parts/icon.tsx';
import { FailureNotice } from '../parts/notice.tsx';
import { Help } from './help.tsx';
import { Menu } from './menu.tsx';
import { places, withinPlaces } from './places.ts';
import styles from './shell.module.css';
import { useShortcuts } from './shortcuts.tsx';
import { SignIn } from './sign-in.tsx';
import { StoppedBanner } from './stopped-banner.tsx';
import { useTheme } from './theme.ts';

/** What stands around every page, for those whom the bus lets in. */
export function Shell() {
  const [helping, setHelping] = useState(false);
  const { theme, turn } = useTheme();
  const me = useMe();
  return (
    <div className={styles.shell}>
      <header className={styles.bar}>
        <Link to="/" className={styles.brand}>
          <img src="/favicon.svg" alt="" width="22" height="22" />
          Hookline
        </Link>
        <nav aria-label="Pages" className={styles.pages}>
          {me.data && <Menu />}
        </nav>
        {me.data && <LiveSign />}
        <button
          type="button"
          className={styles.tool}
          onClick={turn}
          aria-label={`Theme: ${theme}. Change`}
          title={`Theme: ${theme}`}
        >
          <Icon name={theme === 'light' ? 'sun' : theme === 'dark' ? 'moon' : 'system'} />
        </button>
        <button
          type="button"
          className={`${styles.tool} ${styles.keys}`}
          onClick={() => setHelping(true)}
          aria-label="Keyboard help"
          title="Keyboard help"
        >
          <Icon name="keyboard" />
        </button>
      </header>
      {me.data ? <Inside onHelp={() => setHelping(true)} onTheme={turn} /> : <Outside me={me} />}
      {helping && <Help onClose={() => setHelping(false)} />}
    </div>
  );
}

function Inside({ onHelp, onTheme }: { onHelp: () => void; onTheme: () => void }) {
  useListening();
  const navigate = useNavigate();
  const run = (act: () => unknown) => () => {
    act();
    return true;
  };
  useShortcuts('Everywhere', [
    { keys: ['?'], label: 'Show this help', run: run(onHelp) },
    ...[...places, ...withinPlaces].map(({ to, keys, goTo }) => ({
      keys,
      label: goTo,
      run: run(() => navigate({ to })),
    })),
    { keys: ['/'], label: 'Search', run: () => !hasField() && run(() => navigate({ to: '/search' }))() },
    { keys: ['t'], label: 'Change the theme', run: run(onTheme) },
  ]);
  return (
    <>
      <StoppedBanner />
      <main className={styles.main}>
        <Outlet />
      </main>
    </>
  );
}

/** A page with a field of its own keeps the key for that. */
function hasField(): boolean {
  return document.querySelector('main input[type="search"]') !== null;
}

function Outside({ me }: { me: ReturnType<typeof useMe> }) {
  if (me.error instanceof ApiFailure && me.error.status === 401) return <SignIn />;
  if (me.error) {
    return (
      <main className={styles.main}>
        <FailureNotice error={me.error} onRetry={() => void me.refetch()} />
      </main>
    );
  }
  return <main className={styles.main} aria-busy="true" />;
}

const liveWords = {
  live: 'Live',
  connecting: 'Connecting',
  paused: 'Paused',
  lost: 'Reconnecting',
} as const;

function LiveSign() {
  const state = useLiveState();
  return (
    <span className={styles.live} data-state={state} role="status">
      <span className={styles.dot} />
      <span>{liveWords[state]}</span>
    </span>
  );
}
