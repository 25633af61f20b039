import type { Answer } from '#app/preview/contract.ts';
import { AnswerGlyph } from '../ui/answer-glyph.tsx';
import { Bar } from '../ui/bar.tsx';
import { inHundred } from './answer-words.ts';

const MOST_WITH_GLYPHS = 3;
const MOST_BARS = 5;
/** A list nobody reads to its end. */
const MOST_SHOWN = 200;
const TONES = ['a1', 'a2', 'a3'] as const;

interface ScoreBarsProps {
  scores: Answer['scores'];
  decision: string | null;
}

/** How the model scores each answer: up to three in its own order with their marks, of more the five highest first. */
export function ScoreBars({ scores, decision }: ScoreBarsProps) {
  if (scores.length <= MOST_WITH_GLYPHS) return <Bars {...{ scores, decision }} of={scores.length} />;
  const ranked = scores.toSorted((a, b) => b.score - a.score);
  const rest = ranked.slice(MOST_BARS);
  return (
    <div>
      <Bars scores={ranked.slice(0, MOST_BARS)} decision={decision} of={scores.length} />
      {rest.length > 0 && (
        <details className="more mt-3">
          <summary>
            <span className="more-closed">Show all {scores.length}</span>
            <span className="more-open">Show only the {MOST_BARS} highest</span>
          </summary>
          <div className="mt-3">
            <Bars scores={rest.slice(0, MOST_SHOWN)} decision={decision} of={scores.length} />
            {rest.length > MOST_SHOWN && (
              <p className="mt-3 text-xs text-muted">{rest.length - MOST_SHOWN} more score lower.</p>
            )}
          </div>
        </details>
      )}
    </div>
  );
}

function Bars({ scores, decision, of }: ScoreBarsProps & { of: number }) {
  const hasGlyphs = of <= MOST_WITH_GLYPHS;
  return (
    <dl className="grid gap-3.5">
      {scores.map(({ label, score }, place) => {
        const isDecided = label === decision;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two answers may be called the same
          <div key={`${place} ${label}`} className="score-row">
            <dt className={isDecided ? '' : 'text-muted'}>
              <span className="inline-flex min-w-0 items-center gap-1.5 font-medium">
                {hasGlyphs && <AnswerGlyph place={place} count={of} />}
                <span className="min-w-0 break-words">{label}</span>
              </span>
            </dt>
            <dd className="contents">
              <Bar
                share={score}
                size="large"
                {...(hasGlyphs ? { tone: toneOf(place, of) } : !isDecided && { tone: 'quiet' as const })}
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
  );
}

/** The colours of the glyphs: of two answers the second is the ring, which is the third. */
function toneOf(place: number, count: number): (typeof TONES)[number] {
  return TONES[count === 2 && place === 1 ? 2 : place] ?? 'a1';
}
