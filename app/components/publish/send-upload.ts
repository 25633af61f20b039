import type { PickedFile } from './dropped-files.ts';

export interface UploadTarget {
  model: string;
  project: string | null;
  isPrivate: boolean;
}

/** How sending ended. */
export type SendOutcome =
  | { state: 'accepted'; page: string }
  | { state: 'refused'; code: string; message: string }
  /** The line was lost, or the server is not there: the same files may be sent again. */
  | { state: 'lost' }
  | { state: 'cancelled' };

interface Sending {
  files: readonly PickedFile[];
  target: UploadTarget;
  onProgress: (sentBytes: number, totalBytes: number) => void;
  signal: AbortSignal;
}

/** Sends files to be published. An XMLHttpRequest, because a fetch does not tell how much of a body has been sent. */
export function sendUpload({ files, target, onProgress, signal }: Sending): Promise<SendOutcome> {
  const form = new FormData();
  for (const { file, path } of files) form.append('files', file, path);
  const query = new URLSearchParams({ model: target.model, ...(target.project && { project: target.project }) });
  if (target.isPrivate) query.set('private', '1');
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/publish?${query}`);
    request.setRequestHeader('accept', 'application/json');
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded, total);
    request.onload = () => resolve(outcomeOf(request));
    request.onerror = () => resolve({ state: 'lost' });
    request.onabort = () => resolve({ state: 'cancelled' });
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}

function outcomeOf({ status, responseText }: XMLHttpRequest): SendOutcome {
  const body = readJson(responseText);
  if (status === 202 && typeof body.page === 'string') return { state: 'accepted', page: body.page };
  const { code, message } = (body.error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && typeof message === 'string') return { state: 'refused', code, message };
  return { state: 'lost' };
}

function readJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
