import { PassThrough } from 'node:stream';
import {
  type ActionFunctionArgs,
  type AppLoadContext,
  createReadableStreamFromReadable,
  type EntryContext,
  type LoaderFunctionArgs,
} from '@remix-run/node';
import { RemixServer } from '@remix-run/react';
import { isbot } from 'isbot';
import { renderToPipeableStream } from 'react-dom/server';
import { NonceContext } from '#app/components/ui/nonce.tsx';

/** How long a loader may keep a stream open, ms; React gives up a second later, so that the reason still arrives. */
export const streamTimeout = 5_000;
const REACT_GRACE_MS = 1_000;

/** Renders a page as a stream: the head goes out at once, robots get the whole page in one piece. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  entry: EntryContext,
  context: AppLoadContext,
): Promise<Response> {
  const isRobot = isbot(request.headers.get('user-agent'));
  const nonce = context.cspNonce;
  return new Promise((resolve, reject) => {
    let isSent = false;
    let answerStatus = status;
    const send = (): void => {
      isSent = true;
      const body = new PassThrough();
      headers.set('content-type', 'text/html; charset=utf-8');
      resolve(new Response(createReadableStreamFromReadable(body), { headers, status: answerStatus }));
      stream.pipe(body);
    };
    const stream = renderToPipeableStream(
      <NonceContext.Provider value={nonce}>
        <RemixServer context={entry} url={request.url} nonce={nonce} />
      </NonceContext.Provider>,
      {
        nonce,
        [isRobot ? 'onAllReady' : 'onShellReady']: send,
        onShellError: reject,
        onError: (error: unknown) => {
          answerStatus = 500;
          if (isSent) context.reportError(error);
        },
      },
    );
    setTimeout(() => stream.abort(), streamTimeout + REACT_GRACE_MS).unref();
  });
}

/** A loader or an action threw something that is no answer. */
export function handleError(error: unknown, { request, context }: LoaderFunctionArgs | ActionFunctionArgs): void {
  if (!request.signal.aborted) context.reportError(error);
}
