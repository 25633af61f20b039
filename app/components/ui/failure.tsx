import { isRouteErrorResponse, Link, useRouteError } from '@remix-run/react';

interface Advice {
  title: string;
  todo: string;
}

const ADVICE: Record<number, Advice> = {
  403: { title: 'You may not see this', todo: 'Ask an admin of the project for the right role.' },
  404: {
    title: 'There is nothing here',
    todo: 'Check the address, or ask whoever sent it whether the model is shared with you.',
  },
  410: { title: 'This is no longer here', todo: 'Ask for a new link, or look at a newer version.' },
  503: { title: 'Models cannot answer right now', todo: 'Reload this page in a few seconds.' },
};

const BROKEN: Advice = { title: 'Something went wrong', todo: 'Reload the page. If it happens again, tell an admin.' };

/** The page shown instead of one that failed: what happened and what to do. */
export function FailurePage() {
  const error = useRouteError();
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const advice = ADVICE[status] ?? BROKEN;
  const { code, message } = readBody(isRouteErrorResponse(error) ? error.data : null);
  return (
    <main id="main" className="page py-16">
      <h1 className="text-xl">{advice.title}</h1>
      {message && <p className="mt-2 text-md">{message}</p>}
      <p className="mt-2 text-muted">{advice.todo}</p>
      <p className="mt-6">
        <Link className="btn" to="/">
          Go to the models
        </Link>
      </p>
      {code && <p className="mt-6 text-xs text-faint">{code}</p>}
    </main>
  );
}

function readBody(data: unknown): { code?: string; message?: string } {
  if (typeof data !== 'object' || data === null || !('error' in data)) return {};
  return data.error as { code?: string; message?: string };
}
