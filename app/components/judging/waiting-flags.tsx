import { useEffect } from 'react';
import { waitingPlaces } from './waiting-places.ts';

/** A server that is away does not make the browser 'offline': what waits is tried again now and then. */
const AGAIN_MS = 15_000;

/**
 * Sends what this person wrote without a connection, on whatever page they are: now, once it is back, and now and then.
 * What sending needs is fetched when something waits.
 */
export function WaitingFlags({ personId }: { personId: string }) {
  useEffect(() => {
    const send = (): void => {
      if (!navigator.onLine || waitingPlaces(personId).length === 0) return;
      void import('./send-waiting.ts').then(
        ({ sendWaiting }) => sendWaiting(personId),
        () => undefined,
      );
    };
    send();
    const timer = setInterval(send, AGAIN_MS);
    window.addEventListener('online', send);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', send);
    };
  }, [personId]);
  return null;
}
