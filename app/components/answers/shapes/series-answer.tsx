import { useEffect } from 'react';
import { useOnDemand } from '../../ui/on-demand.ts';
import { withUnit } from '../answer-words.ts';
import { formatNumber } from '../format-value.ts';
import { type Before, curveWords } from './curve-words.ts';
import type { Curve } from './shapes-of.ts';

/** A table nobody reads to its end. */
const MOST_ROWS = 500;
const loadPlot = () => import('./series-plot.tsx');

interface SeriesAnswerProps {
  curve: Curve;
  before: Before | null;
}

/** A curve with its band and what came before it; every value of it is in the table below. */
export function SeriesAnswer({ curve, before }: SeriesAnswerProps) {
  const { part, hasFailed, fetchPart } = useOnDemand(loadPlot);
  useEffect(() => fetchPart(), [fetchPart]);
  const { label, unit } = curve.value;
  return (
    <div className="min-w-0">
      <p className="text-sm text-muted">{curveWords(curve)}</p>
      {!hasFailed && (
        <div className="series-plot mt-2">{part && <part.SeriesPlot curve={curve} before={before} />}</div>
      )}
      <details className="more mt-1">
        <summary>
          <span className="more-closed">Show as a table</span>
          <span className="more-open">Hide the table</span>
        </summary>
        <div className="scroll-x">
          <table className="tbl text-sm">
            <thead>
              <tr>
                <th scope="col">Step</th>
                <th scope="col" className="r">
                  {withUnit(label, unit ? `(${unit})` : null)}
                </th>
                {curve.lower && (
                  <th scope="col" className="r">
                    Lower
                  </th>
                )}
                {curve.upper && (
                  <th scope="col" className="r">
                    Upper
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {curve.points.slice(0, MOST_ROWS).map((point, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
                <tr key={at}>
                  <th scope="row" className="num font-normal">
                    {at + 1}
                  </th>
                  <td className="r">{formatNumber(point)}</td>
                  {curve.lower && <td className="r">{formatNumber(curve.lower[at] as number)}</td>}
                  {curve.upper && <td className="r">{formatNumber(curve.upper[at] as number)}</td>}
                </tr>
              ))}
            </tbody>
          </table>
          {curve.points.length > MOST_ROWS && (
            <p className="px-5 py-2 text-xs text-muted">
              The first {MOST_ROWS} of {curve.points.length} values.
            </p>
          )}
        </div>
      </details>
    </div>
  );
}
