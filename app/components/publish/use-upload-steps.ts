import { useRevalidator } from '@remix-run/react';
import { useEffect, useState } from 'react';
import type { UploadStep } from '#app/catalog/contract.ts';
import type { UploadPageData } from './page-data.ts';

/**
 * The steps of an upload as they happen. When it is over the page is asked for again. A lost connection is taken up
 * again by the browser, after the last event it has.
 */
export function useUploadSteps({ id, state, steps }: Pick<UploadPageData, 'id' | 'state' | 'steps'>): UploadStep[] {
  const { revalidate } = useRevalidator();
  const [heard, setHeard] = useState<readonly UploadStep[]>([]);
  const isRunning = state === 'running';
  useEffect(() => {
    if (!isRunning) return;
    // The stream begins at the beginning, so nothing is missed between the page and it.
    const all: UploadStep[] = [];
    const events = new EventSource(`/publish/${id}/events`);
    events.addEventListener('step', (event) => {
      all.push(JSON.parse((event as MessageEvent<string>).data) as UploadStep);
      setHeard([...all]);
    });
    const finish = (): void => {
      events.close();
      revalidate();
    };
    events.addEventListener('done', finish);
    events.addEventListener('refused', finish);
    // An answer that is no stream: signed out, or everything was told.
    events.addEventListener('error', () => {
      if (events.readyState === EventSource.CLOSED) revalidate();
    });
    return () => events.close();
  }, [id, isRunning, revalidate]);
  return isRunning && heard.length > steps.length ? [...heard] : steps;
}
