import { Check, Link2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.tsx';
import { showToast } from './toast-queue.ts';

interface CopyLinkProps {
  /** Path on this installation. */
  path: string;
  variant?: 'quiet' | 'secondary';
}

/** Puts the whole address of something into the clipboard. Without a script there is nothing to press. */
export function CopyLink({ path, variant = 'secondary' }: CopyLinkProps) {
  const [copied, setCopied] = useState<string | null>(null);
  const copy = async (): Promise<void> => {
    const url = `${location.origin}${path}`;
    try {
      await navigator.clipboard.writeText(url);
      setCopied(path);
    } catch {
      // No clipboard outside secure contexts, or it was not allowed: the address is shown instead.
      showToast({ tone: 'done', title: 'The link', text: url });
    }
  };
  const isCopied = copied === path;
  return (
    <span className="needs-script">
      <Button size="small" variant={variant} icon={isCopied ? Check : Link2} onClick={() => void copy()}>
        {isCopied ? 'Link copied' : 'Copy link'}
      </Button>
    </span>
  );
}
