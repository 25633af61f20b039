import { isRouteErrorResponse, useLocation, useRouteError } from '@remix-run/react';
import { Button, ButtonLink } from './button.tsx';

interface Advice {
  title: string;
  todo: string;
  /** Trying again can help. */
  isPassing?: boolean;
}

const ADVICE: Record<number, Advice> = {
  401: { title: 'You are signed out', todo: 'Sign in again; you come back to this page.' },
  403: { title: 'You may not see this', todo: 'Ask an admin of the project for the right role.' },
  404: {
    title: 'There is nothing here',
    todo: 'Check the address, or ask whoever sent it whether the model is shared with you.',
  },
  410: { title: 'This is no longer here', todo: 'Ask for a new link, or look at a newer version.' },
  429: { title: 'Too much at once', todo: 'Wait a minute, then try again.', isPassing: true },
  503: { title: 'Models cannot answer right now', todo: 'Try again in a few seconds.', isPassing: true },
};

const BROKEN: Advice = {
  title: 'Something went wrong',
  todo: 'Try again. If it happens again, tell an admin what you did.',
  isPassing: true,
};

/** The page shown instead of one that failed: what happened and what to do. */
export function FailurePage() {
  const error = useRouteError();
  const { pathname, search } = useLocation();
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const advice = ADVICE[status] ?? BROKEN;
  const { code, message } = readBody(isRouteErrorResponse(error) ? error.data : null);
  return (
    <main id="main" className="page py-16">
      <div className="max-w-[60ch]">
        <h1 className="text-2xl">{advice.title}</h1>
        {message && <p className="mt-3 text-md">{message}</p>}
        <p className="mt-3 text-md text-muted">{advice.todo}</p>
        <div className="mt-6 flex flex-wrap gap-2">
          {advice.isPassing && (
            <Button variant="primary" onClick={() => window.location.reload()}>
              Try again
            </Button>
          )}
          {status === 401 && (
            <ButtonLink variant="primary" to={`/login?next=${encodeURIComponent(`${pathname}${search}`)}`}>
              Sign in
            </ButtonLink>
          )}
          <ButtonLink to="/">Go to the models</ButtonLink>
        </div>
        {code && <p className="code mt-8 text-faint">{code}</p>}
      </div>
    </main>
  );
}

function readBody(data: unknown): { code?: string; message?: string } {
  if (typeof data !== 'object' || data === null || !('error' in data)) return {};
  return data.error as { code?: string; message?: string };
}
