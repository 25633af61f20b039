import { Button } from '../ui/button.tsx';
import { ProgressBar } from '../ui/progress.tsx';
import { transferWords } from './transfer.ts';
import type { Transfer } from './use-sending.ts';

interface SendingCardProps {
  transfer: Transfer;
  onCancel: () => void;
}

/** Files on their way: how much of them is there, how fast, how long it takes. */
export function SendingCard({ transfer, onCancel }: SendingCardProps) {
  const { files, target, sentBytes, totalBytes, speed } = transfer;
  const isSent = totalBytes > 0 && sentBytes >= totalBytes;
  const what = files.length === 1 ? (files[0]?.path ?? '') : `${files.length} files`;
  return (
    <section className="card p-6 max-sm:p-4" aria-label="Sending">
      <div className="flex flex-wrap items-center gap-4">
        <div className="min-w-0 flex-1">
          <h2 className="text-lg">{isSent ? 'All there, storing it' : `Sending ${target.model}`}</h2>
          <p className="mt-0.5 text-sm text-muted">
            <span className="code break-all">{what}</span>
          </p>
        </div>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
      <div className="mt-5">
        <ProgressBar label={`Sending ${what}`} share={totalBytes === 0 ? undefined : sentBytes / totalBytes}>
          {isSent ? 'Sent' : transferWords(sentBytes, totalBytes, speed)}
        </ProgressBar>
      </div>
    </section>
  );
}
