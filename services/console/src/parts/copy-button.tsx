import { useEffect, useState } from 'react';

import { LinkButton } from './link-button.tsx';

const saidForMs = 2500;

/** Puts a text on the clipboard and says for a moment that it did. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [said, setSaid] = useState('Copy');
  useEffect(() => {
    if (said === 'Copy') return;
    const timer = setTimeout(() => setSaid('Copy'), saidForMs);
    return () => clearTimeout(timer);
  }, [said]);
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
