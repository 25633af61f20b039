import { Socket } from 'node:net';
import { createFrameReader, encodeFrame, type Frame, type FrameHeader } from './frames.ts';
import { WATCH_PARENT, watchParent } from './watch-parent.ts';

/** The child's end of the socket on file descriptor 3. */
export interface ParentLink {
  send(header: FrameHeader, parts?: readonly Uint8Array[]): void;
}

/**
 * Takes over file descriptor 3. Messages are handled one after another; when serving is gone the process ends, so no
 * child ever outlives it.
 */
export function connectParent(handle: (frame: Frame) => Promise<void>): ParentLink {
  if (process.argv.includes(WATCH_PARENT)) watchParent();
  const socket = new Socket({ fd: 3, readable: true, writable: true });
  let last = Promise.resolve();
  const read = createFrameReader((frame) => {
    // A failure nobody expected must not be lived with: serving sees the exit and starts a fresh child.
    last = last.then(() => handle(frame)).catch(() => process.exit(1));
  });
  socket.on('data', (chunk) => {
    try {
      read(chunk);
    } catch {
      process.exit(1);
    }
  });
  for (const event of ['end', 'close', 'error']) socket.on(event, () => process.exit(0));
  return {
    send: (header, parts = []) => {
      socket.cork();
      for (const chunk of encodeFrame(header, parts)) socket.write(chunk);
      socket.uncork();
    },
  };
}
