import { useBeforeUnload, useBlocker } from '@remix-run/react';
import { useCallback, useEffect, useRef } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

interface UnsavedProps {
  /** What has changes: 'Income'. */
  name: string;
  isChanged: boolean;
}

/** Asks before somebody leaves what is not saved. */
export function Unsaved({ name, isChanged }: UnsavedProps) {
  const blocker = useBlocker(
    ({ currentLocation: here, nextLocation: there }) =>
      isChanged && `${here.pathname}${here.search}` !== `${there.pathname}${there.search}`,
  );
  useBeforeUnload(
    useCallback(
      (event) => {
        if (isChanged) event.preventDefault();
      },
      [isChanged],
    ),
  );
  const stay = useRef<HTMLButtonElement>(null);
  const isAsking = blocker.state === 'blocked';
  useEffect(() => {
    if (isAsking) stay.current?.focus();
  }, [isAsking]);
  if (!isAsking) return null;
  return (
    <div className="mb-4">
      <Notice tone="warn">
        <div role="alert">
          <p>{name} has changes that are not saved.</p>
          <p className="mt-2 flex flex-wrap gap-2">
            <Button ref={stay} size="small" onClick={() => blocker.reset?.()}>
              Stay here
            </Button>
            <Button size="small" variant="quiet" onClick={() => blocker.proceed?.()}>
              Leave without them
            </Button>
          </p>
        </div>
      </Notice>
    </div>
  );
}
