import { useEffect, useState } from 'react';
import type { Answer } from '#app/preview/contract.ts';
import { headline } from '../answers/answer-words.ts';
import { type ShownAnswer, saysTheSame } from './answer-state.ts';
import { postJson } from './page-requests.ts';

/** Someone who is still typing does not want to know it of every answer on the way. */
const PAUSE_MS = 600;

interface AskedTwiceProps {
  address: string;
  shown: ShownAnswer;
}

/** Asks a model that is known to waver once more, after its answer is on the screen, and tells what came of it. */
export function AskedTwice({ address, shown }: AskedTwiceProps) {
  const [second, setSecond] = useState<{ to: Answer; answer: Answer } | null>(null);
  const { inputs, answer } = shown;
  useEffect(() => {
    const gone = new AbortController();
    const ask = async (): Promise<void> => {
      const asked = await postJson<{ answer: Answer }>(`${address}/again`, { body: { inputs }, signal: gone.signal });
      if (asked?.ok) setSecond({ to: answer, answer: asked.value.answer });
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [address, inputs, answer]);
  return (
    <p role="status" className="mt-2 min-h-5 text-sm text-warn-text">
      {second?.to === answer && twiceWords(answer, second.answer)}
    </p>
  );
}

/** What a second answer to one question says of the first. */
export function twiceWords(first: Answer, second: Answer): string {
  if (saysTheSame(first, second)) return 'Asked again, it said the same.';
  const [one, other] = [headline(first), headline(second)];
  return one === other ? 'Asked again, it said the same with other figures.' : `Asked again, the model said ${other}.`;
}
