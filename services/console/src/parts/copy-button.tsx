import { useState } from 'react';
import { LinkButton } from './link-button.tsx';

/** Puts a text on the clipboard and says that it did. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [said, setSaid] = useState('Copy');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('The browser refused');
    }
  };
  return (
    <span role="status">
      <LinkButton onClick={() => void copy()}>
        {said}
        <span className="unseen"> {what}</span>
      </LinkButton>
    </span>
  );
}
