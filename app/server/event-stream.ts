import type { Response } from 'express';

/** One event as it goes over the wire. */
export interface StreamEvent {
  id: number;
  event: string;
  data: unknown;
}

/** A server-sent stream of events that is open. */
export interface EventStream {
  send(event: StreamEvent): void;
  /** Ends it; harmless when it is over. */
  end(): void;
}

/** Often enough that no proxy between here and the browser takes the stream for dead. */
const HEARTBEAT_MS = 15_000;
/** How long a browser waits before it connects again, ms. */
const RETRY_MS = 1_000;

/** Which event the reader has already, as it says when it connects again; 0 when none. */
export function lastEventId(header: string | undefined): number {
  return header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) : 0;
}

/**
 * Begins a stream of server-sent events.
 * @param onClose called once, when the reader went away or the stream was ended
 */
export function openEventStream(res: Response, onClose: () => void): EventStream {
  res.status(200).set({
    'content-type': 'text/event-stream; charset=utf-8',
    // Compression would hold small events back.
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  res.write(`retry: ${RETRY_MS}\n\n`);
  const heartbeat = setInterval(() => res.write(': still here\n\n'), HEARTBEAT_MS);
  heartbeat.unref();
  res.once('close', () => {
    clearInterval(heartbeat);
    onClose();
  });
  return {
    send: ({ id, event, data }) => {
      if (!res.writableEnded) res.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    end: () => {
      if (!res.writableEnded) res.end();
    },
  };
}
