import { useRevalidator } from '@remix-run/react';
import { useEffect } from 'react';

const POLL_MS = 1_500;
/** After so many times the page is left as it is: a reload asks again. */
const MOST_POLLS = 40;

/** Asks for the data of the page again and again while something is on its way. */
export function usePolling(isOn: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!isOn) return;
    let polls = 0;
    const timer = setInterval(() => {
      polls += 1;
      if (polls > MOST_POLLS) clearInterval(timer);
      else revalidate();
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [isOn, revalidate]);
}
