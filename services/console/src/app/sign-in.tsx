import { Command, Notice } from '../parts/notice.tsx';
import styles from './shell.module.css';

/** For a browser that the bus does not know, or no longer. */
export function SignIn() {
  return (
    <main className={styles.main}>
      <Notice icon="lock" title="This browser is not signed in">
        <p>Sessions hold what people and agents wrote, so the console opens by a link that works once.</p>
        <p>On the machine where Hookline runs, type</p>
        <Command>hookline console</Command>
        <p>and open the link that it prints. It lasts ten minutes, the sign-in twelve hours.</p>
      </Notice>
    </main>
  );
}
