import * as Plot from '@observablehq/plot';
import { useEffect, useRef, useState } from 'react';
import { type Before, curveWords } from './curve-words.ts';
import type { Curve } from './shapes-of.ts';

const HEIGHT = 240;
const NARROWEST = 280;

interface SeriesPlotProps {
  curve: Curve;
  before: Before | null;
}

interface Point {
  step: number;
  value: number;
}

/** The picture of a curve: what came before in grey, then the curve in its band. Colours are those of the theme. */
export function SeriesPlot({ curve, before }: SeriesPlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  useEffect(() => {
    const { current } = frame;
    if (!current || width === 0) return;
    const picture = draw({ curve, before }, width);
    // Plot brings a style element of its own, which the content security policy refuses; the rules are in answers.css.
    for (const style of picture.querySelectorAll('style')) style.remove();
    // A part of a picture has no name of its own; what it is stays for the style sheet.
    for (const part of picture.querySelectorAll<SVGElement>('g[aria-label]')) {
      part.dataset.part = part.getAttribute('aria-label') ?? '';
      part.removeAttribute('aria-label');
    }
    picture.setAttribute('role', 'img');
    picture.setAttribute('aria-label', `${curve.value.label}. ${curveWords(curve)}`);
    current.replaceChildren(picture);
  }, [curve, before, width]);
  return (
    <>
      <div ref={frame} />
      <p className="mt-1 flex flex-wrap gap-x-4 text-xs text-muted">
        {before && <Key look="bg-chart2">{before.label}</Key>}
        <Key look="bg-chart1">{curve.value.label}</Key>
        {curve.lower && curve.upper && <Key look="key-band">Between its lower and upper bound</Key>}
      </p>
    </>
  );
}

function Key({ look, children }: { look: string; children: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden="true" className={`inline-block h-2 w-3 rounded-sm ${look}`} />
      {children}
    </span>
  );
}

function useWidth(frame: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = frame;
    if (!current) return;
    const watcher = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    watcher.observe(current);
    return () => watcher.disconnect();
  }, [frame]);
  return width;
}

function draw({ curve, before }: SeriesPlotProps, width: number): Element {
  const { points, lower, upper, value } = curve;
  const past = (before?.points ?? []).map((one, at, all): Point => ({ step: at + 1 - all.length, value: one }));
  const last = past.at(-1);
  const coming = points.map((one, at): Point => ({ step: at + 1, value: one }));
  const band = lower && upper ? lower.map((low, at) => ({ step: at + 1, low, high: upper[at] as number })) : null;
  const at = { x: 'step', y: 'value' } as const;
  return Plot.plot({
    width: Math.max(NARROWEST, width),
    height: HEIGHT,
    marginTop: 28,
    marginLeft: 52,
    marginRight: 12,
    x: { label: null, ticks: Math.max(3, Math.floor(width / 90)), tickFormat: 'd' },
    y: { label: value.unit, grid: true, nice: true, ticks: 5 },
    marks: [
      ...(before ? [Plot.ruleX([0.5], { stroke: 'var(--line-strong)', strokeDasharray: '3 3' })] : []),
      ...(band ? [Plot.areaY(band, { x: 'step', y1: 'low', y2: 'high', fill: 'var(--chart-band)' })] : []),
      Plot.line(past, { ...at, stroke: 'var(--chart-2)', strokeWidth: 1.75 }),
      Plot.line(last ? [last, ...coming] : coming, { ...at, stroke: 'var(--chart-1)', strokeWidth: 2 }),
      ...(points.length <= 60 ? [Plot.dot(coming, { ...at, fill: 'var(--chart-1)', r: 2.25 })] : []),
    ],
  });
}
