import { CircleHelp, Radar, Scale, Shuffle } from 'lucide-react';
import type { Answer } from '#app/preview/contract.ts';
import { Badge } from '../ui/badge.tsx';

const OUTSIDE: ReadonlySet<string> = new Set(['outside-range', 'outside-jointly']);

/** What to know before believing an answer, in a word or two each; the sentences are below it. */
export function AnswerBadges({ answer }: { answer: Answer }) {
  const codes = answer.notices.map(({ code }) => code);
  return (
    <>
      {answer.closeCall && <CloseCall />}
      {codes.some((code) => OUTSIDE.has(code)) && (
        <Badge tone="warn" icon={Radar}>
          Outside what it has seen
        </Badge>
      )}
      {codes.includes('unseen') && (
        <Badge tone="warn" icon={CircleHelp}>
          Never seen before
        </Badge>
      )}
      {answer.isUnsteady && (
        <Badge tone="warn" icon={Shuffle}>
          Answers vary
        </Badge>
      )}
    </>
  );
}

/** 'Close call': the two highest lie within ten of a hundred. */
export function CloseCall() {
  return (
    <Badge tone="warn" icon={Scale}>
      Close call
    </Badge>
  );
}
