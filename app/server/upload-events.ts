import type { Request, Response } from 'express';
import type { Viewer } from '#app/accounts/contract.ts';
import type { UploadEvent } from '#app/catalog/contract.ts';
import type { Container } from './container.ts';
import { lastEventId, openEventStream } from './event-stream.ts';

interface Asked {
  req: Request;
  res: Response;
  container: Container;
  viewer: Viewer;
  id: string;
}

/**
 * Streams what happens to an upload, from the event after `Last-Event-ID` to the last one. Whoever has the last one
 * already gets 204, which tells a browser not to connect again.
 * @throws FL_UPLOAD_NOT_FOUND
 */
export function streamUpload({ req, res, container, viewer, id }: Asked): void {
  const after = lastEventId(req.get('last-event-id'));
  const early: UploadEvent[] = [];
  let tell = (event: UploadEvent): void => void early.push(event);
  const stop = container.catalog.followUpload({ viewer, id, after }, (event) => tell(event));
  if (!stop && early.length === 0) {
    res.status(204).end();
    return;
  }
  const stream = openEventStream(res, () => stop?.());
  tell = (event) => {
    stream.send(event);
    if (event.event !== 'step') stream.end();
  };
  for (const event of early) tell(event);
}
