import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { showToast } from '../ui/toast-queue.ts';

interface CopyLinkProps {
  /** The whole address, which is copied. */
  link: string;
  /** What of it is shown. */
  shown: string;
}

/** An address to send to people. */
export function CopyLink({ link, shown }: CopyLinkProps) {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
    } catch {
      // No clipboard outside secure contexts, or it was not allowed.
      showToast({ tone: 'done', title: 'The link', text: link });
    }
  };
  return (
    <span className="copy-link">
      <span className="code min-w-0 break-all">{shown}</span>
      <span className="needs-script">
        <Button variant="quiet" size="small" isIconOnly icon={isCopied ? Check : Copy} onClick={() => void copy()}>
          {isCopied ? 'Link copied' : 'Copy link'}
        </Button>
      </span>
    </span>
  );
}
