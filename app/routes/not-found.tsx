import { FailurePage } from '#app/components/ui/failure.tsx';

/** Every address that is no page: the same answer for signed-in people and strangers. */
export function loader(): never {
  throw Response.json(
    { error: { code: 'FL_NOT_FOUND', message: 'There is no page at this address.' } },
    { status: 404 },
  );
}

export function action(): never {
  return loader();
}

export default function NotFound() {
  return null;
}

export function ErrorBoundary() {
  return <FailurePage />;
}
