import type { Response } from 'express';
import type { Preview } from '#app/preview/index.ts';
import type { Container } from './container.ts';
import { openEventStream } from './event-stream.ts';

type Asked = Parameters<Preview['explore']>[0] & { container: Container };

/**
 * Streams what would change an answer as it is found: `finding` events, then one `done`. Ends with whoever reads it.
 * @throws what `explore` throws before it begins; from then on every end is told in the stream
 */
export async function streamExploration(res: Response, { container, ...asked }: Asked): Promise<void> {
  const events = await container.preview.explore(asked);
  if (res.destroyed) return;
  const stream = openEventStream(res, () => undefined);
  let id = 0;
  try {
    for await (const { event, data } of events) stream.send({ id: ++id, event, data });
  } finally {
    stream.end();
  }
}
