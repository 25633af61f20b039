import type { Answer } from '#app/preview/contract.ts';
import { AnswerGlyph } from '../ui/answer-glyph.tsx';
import { Bar } from '../ui/bar.tsx';
import { inHundred } from './answer-words.ts';

const MOST_WITH_GLYPHS = 3;
const MOST_BARS = 5;
const TONES = ['a1', 'a2', 'a3'] as const;

interface ScoreBarsProps {
  scores: Answer['scores'];
  decision: string | null;
}

/** How the model scores each answer: up to three in its own order with their marks, of more the five highest. */
export function ScoreBars({ scores, decision }: ScoreBarsProps) {
  const hasGlyphs = scores.length <= MOST_WITH_GLYPHS;
  const shown = hasGlyphs ? scores : scores.toSorted((a, b) => b.score - a.score).slice(0, MOST_BARS);
  const rest = scores.length - shown.length;
  return (
    <div>
      <dl className="grid gap-3.5">
        {shown.map(({ label, score }, place) => {
          const isDecided = label === decision;
          return (
            <div key={label} className="score-row">
              <dt className={isDecided ? '' : 'text-muted'}>
                <span className="inline-flex min-w-0 items-center gap-1.5 font-medium">
                  {hasGlyphs && <AnswerGlyph place={place} count={scores.length} />}
                  <span>{label}</span>
                </span>
              </dt>
              <dd className="contents">
                <Bar
                  share={score}
                  size="large"
                  {...(hasGlyphs ? { tone: toneOf(place, scores.length) } : !isDecided && { tone: 'quiet' as const })}
                />
                <span className={`num text-right text-sm ${isDecided ? 'strong' : 'text-muted'}`}>
                  {inHundred(score).replace('less than ', '<').replace('more than ', '>')}
                  <span className="text-xs font-normal text-faint"> of 100</span>
                </span>
              </dd>
            </div>
          );
        })}
      </dl>
      {rest > 0 && (
        <p className="mt-3 text-xs text-muted">
          {rest === 1 ? 'One more answer scores' : `${rest} more answers score`} lower.
        </p>
      )}
    </div>
  );
}

/** The colours of the glyphs: of two answers the second is the ring, which is the third. */
function toneOf(place: number, count: number): (typeof TONES)[number] {
  return TONES[count === 2 && place === 1 ? 2 : place] ?? 'a1';
}
