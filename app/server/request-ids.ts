import { randomBytes } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import type { Clock } from '#app/core/clock.ts';
import { crockford } from '#app/core/ids.ts';
import type { Log } from '#app/core/log.ts';

const VALID = /^[A-Za-z0-9._:-]{1,128}$/;
const ID_BYTES = 10;

/** Gives every request an id (the sender's when it is a plain one) and one line in the log at debug. */
export function requestIds({ log, clock }: { log: Log; clock: Clock }) {
  return (req: Request, res: Response, next: NextFunction): void => {
    const given = req.get('x-request-id');
    const requestId = given && VALID.test(given) ? given : `req_${crockford(randomBytes(ID_BYTES))}`;
    const startedMs = clock.monotonicMs();
    res.setHeader('x-request-id', requestId);
    res.locals.requestId = requestId;
    res.locals.log = log.child({ requestId });
    res.once('close', () => {
      log.debug(
        {
          requestId,
          method: req.method,
          // Without the query: a set-up link's secret travels there.
          path: req.path,
          status: res.statusCode,
          ms: Math.round(clock.monotonicMs() - startedMs),
          isComplete: res.writableFinished,
        },
        'request',
      );
    });
    next();
  };
}
