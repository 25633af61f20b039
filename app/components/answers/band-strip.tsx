import type { Answer } from '#app/preview/contract.ts';
import { AnswerGlyph } from '../ui/answer-glyph.tsx';
import { bandWords, stretchesOf } from './band-words.ts';

const MOST_WITH_GLYPHS = 3;

/** Between which borders the answer lies: a stretch for each band of the publisher, and this answer on it. */
export function BandStrip({ bands }: { bands: NonNullable<Answer['bands']> }) {
  const { stretches, mark } = stretchesOf(bands);
  const named = bands.zones.length;
  const placeOf = (at: number): number => named - 1 - at;
  return (
    <div className="mt-4 max-w-[420px]">
      <svg className="band-strip" aria-hidden="true" focusable="false">
        {stretches.map(({ from, to, zone }) => (
          <rect
            key={from}
            className={
              zone !== null && named <= MOST_WITH_GLYPHS
                ? `band-zone-${named === 2 && placeOf(zone) === 1 ? 3 : placeOf(zone) + 1}`
                : 'band-zone-rest'
            }
            {...(zone === null || (named > MOST_WITH_GLYPHS && zone % 2 === 0) ? { opacity: 0.45 } : {})}
            x={`${from * 100}%`}
            width={`${Math.max(0, (to - from) * 100 - 0.5)}%`}
            y="9"
            height="8"
            rx="2"
          />
        ))}
        <circle className="band-mark" cx={`${mark * 100}%`} cy="13" r="8" />
      </svg>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
        {bandWords(bands).map(({ label, words, isHere }, at) => (
          <li
            key={`${label} ${words}`}
            className={`inline-flex items-center gap-1.5${isHere ? ' strong text-text' : ''}`}
          >
            {named <= MOST_WITH_GLYPHS && <AnswerGlyph place={placeOf(at)} count={named} />}
            <span>
              {label} <span className="num font-normal">{words}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
