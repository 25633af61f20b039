import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import { postJson } from '../trying/page-requests.ts';
import type { DescribePageData, DescribeTrial } from './page-data.ts';

/** So long nobody types before the server is asked. */
const QUIET_MS = 200;

/**
 * What a form would come to, asked while someone changes it and kept until the page has something newer. Nothing is
 * stored; without a connection the page goes on as it is.
 */
export function useTrial({ address, revision, personId }: Pick<DescribePageData, 'address' | 'revision' | 'personId'>) {
  const [trial, setTrial] = useState<DescribeTrial | null>(null);
  const [isChanged, setChanged] = useState(false);
  const asking = useRef<{ timer?: ReturnType<typeof setTimeout>; ended: AbortController }>({
    ended: new AbortController(),
  });
  const stop = useCallback(() => {
    clearTimeout(asking.current.timer);
    asking.current.ended.abort();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was saved meanwhile is newer than any trial.
  useEffect(() => {
    setTrial(null);
    setChanged(false);
    return stop;
  }, [revision, stop]);
  const ask = useCallback(
    (form: HTMLFormElement): void => {
      stop();
      setChanged(true);
      const ended = new AbortController();
      const send = async (): Promise<void> => {
        const texts = [...new FormData(form)].flatMap(([name, value]) =>
          typeof value === 'string' ? [[name, value]] : [],
        );
        const body = { form: Object.fromEntries(texts) };
        const tried = await postJson<DescribeTrial>(`${address}/describe/try`, {
          body,
          signal: ended.signal,
          personId,
        });
        if (tried?.ok) setTrial(tried.value);
      };
      asking.current = { timer: setTimeout(() => void send(), QUIET_MS), ended };
    },
    [address, personId, stop],
  );
  const onChange = useCallback((event: FormEvent<HTMLFormElement>) => ask(event.currentTarget), [ask]);
  return { trial, isChanged, onChange, ask };
}
