import { useNavigate } from '@remix-run/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { PickedFile } from './dropped-files.ts';
import { type SendOutcome, sendUpload, type UploadTarget } from './send-upload.ts';
import { speedOf, type TransferMark, withMark } from './transfer.ts';

/** Files on their way to the server. */
export interface Transfer {
  files: readonly PickedFile[];
  target: UploadTarget;
  sentBytes: number;
  totalBytes: number;
  /** Bytes a second; null while that cannot be said. */
  speed: number | null;
}

export interface Sending {
  transfer: Transfer | null;
  /** Where files were sent to last. */
  lastTarget: UploadTarget | null;
  /** Why the last try came to nothing. */
  failure: Exclude<SendOutcome, { state: 'accepted' | 'cancelled' }> | null;
  send(files: readonly PickedFile[], target: UploadTarget): void;
  cancel(): void;
  forget(): void;
}

/** Sends files and leads to the page of the upload once they are there. */
export function useSending(): Sending {
  const navigate = useNavigate();
  const [transfer, setTransfer] = useState<Transfer | null>(null);
  const [failure, setFailure] = useState<Sending['failure']>(null);
  const [lastTarget, setLastTarget] = useState<UploadTarget | null>(null);
  const under = useRef<AbortController | null>(null);
  useWarning(transfer !== null);
  useEffect(() => () => under.current?.abort(), []);

  const send = useCallback(
    async (files: readonly PickedFile[], target: UploadTarget): Promise<void> => {
      const abort = new AbortController();
      under.current = abort;
      const totalBytes = files.reduce((sum, { file }) => sum + file.size, 0);
      setFailure(null);
      setLastTarget(target);
      setTransfer({ files, target, sentBytes: 0, totalBytes, speed: null });
      let marks: TransferMark[] = [{ atMs: performance.now(), sentBytes: 0 }];
      const onProgress = (sentBytes: number, total: number): void => {
        marks = withMark(marks, { atMs: performance.now(), sentBytes });
        setTransfer({ files, target, sentBytes, totalBytes: total, speed: speedOf(marks) });
      };
      const outcome = await sendUpload({ files, target, onProgress, signal: abort.signal });
      under.current = null;
      setTransfer(null);
      if (outcome.state === 'accepted') navigate(outcome.page);
      else if (outcome.state !== 'cancelled') setFailure(outcome);
    },
    [navigate],
  );

  return {
    transfer,
    lastTarget,
    failure,
    send: (files, target) => void send(files, target),
    cancel: () => under.current?.abort(),
    forget: () => {
      setFailure(null);
      setLastTarget(null);
    },
  };
}

/** Leaving the page would break off what is under way. */
function useWarning(isSending: boolean): void {
  useEffect(() => {
    if (!isSending) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isSending]);
}
