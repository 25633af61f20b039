import { useCallback, useEffect, useRef, useState } from 'react';
import { postFile } from '../trying/page-requests.ts';
import { fileText } from './picture-text.ts';

/** What the portal says of a picture it was given. */
export interface StoredPicture {
  /** SHA-256 of its bytes. */
  file: string;
  mediaType: string;
  width: number;
  height: number;
  /** What the model sees of it, as a data address. */
  seen: string;
  notices: (string | { message: string })[];
}

export interface PictureUpload {
  isSending: boolean;
  problem: string | null;
  /** What is known of a file that was sent from this page. */
  known: (file: string) => StoredPicture | undefined;
  send: (picture: Blob) => void;
  forget: () => void;
}

/** What was said of files before, for as long as the page is open: switching back to one shows it at once. */
const stored = new Map<string, StoredPicture>();

interface UploadOptions {
  address: string;
  fieldKey: string;
  onEdit: (text: string) => void;
}

/** Sends pictures to the portal; the latest one counts. */
export function usePictureUpload({ address, fieldKey, onEdit }: UploadOptions): PictureUpload {
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const underWay = useRef<AbortController | null>(null);
  useEffect(() => () => underWay.current?.abort(), []);
  const send = useCallback(
    async (picture: Blob) => {
      underWay.current?.abort();
      const controller = new AbortController();
      underWay.current = controller;
      setSending(true);
      setProblem(null);
      const path = `${address}/files?field=${encodeURIComponent(fieldKey)}`;
      const answered = await postFile<StoredPicture>(path, { file: picture, signal: controller.signal });
      if (answered === null) return;
      setSending(false);
      if (!answered.ok) {
        setProblem(answered.failure.fields[fieldKey] ?? answered.failure.message);
        return;
      }
      stored.set(keyOf(address, fieldKey, answered.value.file), answered.value);
      onEdit(fileText(answered.value.file));
    },
    [address, fieldKey, onEdit],
  );
  return {
    isSending,
    problem,
    known: (file) => stored.get(keyOf(address, fieldKey, file)),
    send: (picture) => void send(picture),
    forget: () => setProblem(null),
  };
}

function keyOf(address: string, fieldKey: string, file: string): string {
  return `${address} ${fieldKey} ${file}`;
}
