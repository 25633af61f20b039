import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import type { FormField } from '#app/preview/contract.ts';
import { type CurveFrame, curveScale, placeAt, pointAt, stepped, valueAt } from './curve-scale.ts';
import type { EditorControl } from './editor-control.ts';

interface CurveEditorProps {
  field: FormField;
  control: EditorControl;
  elements: readonly string[];
  numbers: readonly number[];
  /** Before anyone edited it; drawn behind. */
  before: readonly number[] | null;
  write: (elements: readonly string[]) => void;
}

const PLANE = { width: 400, height: 190, left: 46, right: 12, top: 10, bottom: 24 };
/** So near to a point, px, a press takes hold of it; further away it only chooses. */
const REACH = 26;
const BIG_STEP = 10;
/** More points than this are a line: single ones could not be told apart. */
const MOST_DOTS = 80;

/** A curve whose points are moved by hand or with the arrow keys. */
export function CurveEditor({ field, control, elements, numbers, before, write }: CurveEditorProps) {
  const [place, setPlace] = useState(0);
  const at = Math.min(place, numbers.length - 1);
  const drag = useDrag(numbers, before);
  const frame = { plane: PLANE, scale: drag.scale, count: numbers.length };
  const set = (value: number, where = at): void => {
    write(elements.map((element, index) => (index === where ? String(value) : element)));
  };
  const spot = pointAt(at, numbers[at] ?? 0, frame);
  const words = placeWords(field, at, numbers);
  return (
    <div>
      <div
        id={control.id}
        className="curve"
        role="slider"
        tabIndex={0}
        aria-label={`${field.label}, ${stepWord(field)} ${at + 1} of ${numbers.length}`}
        aria-orientation="vertical"
        aria-valuenow={numbers[at]}
        aria-valuemin={drag.scale.low}
        aria-valuemax={drag.scale.high}
        aria-valuetext={words}
        aria-describedby={`${control.id}-keys ${control['aria-describedby'] ?? ''}`.trim()}
        aria-invalid={control['aria-invalid']}
        onKeyDown={(event) => onKey(event, { at, numbers, step: drag.scale.step, setPlace, set })}
        onPointerDown={(event) => {
          const { x, y } = spotOf(event);
          const near = placeAt(x, frame);
          setPlace(near);
          if (Math.abs(pointAt(near, numbers[near] ?? 0, frame).y - y) > REACH) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.begin(near);
        }}
        onPointerMove={(event) => drag.place !== null && set(valueAt(spotOf(event).y, frame), drag.place)}
        onPointerUp={drag.end}
        onPointerCancel={drag.end}
      >
        <svg
          className="curve-drawing"
          viewBox={`0 0 ${PLANE.width} ${PLANE.height}`}
          aria-hidden="true"
          focusable="false"
        >
          <Grid frame={frame} field={field} />
          {before && <Line numbers={before} frame={{ ...frame, count: before.length }} className="curve-before" />}
          <Line numbers={numbers} frame={frame} className="curve-line" />
          {numbers.length <= MOST_DOTS && <Dots numbers={numbers} frame={frame} />}
          <line className="curve-rule" x1={spot.x} x2={spot.x} y1={PLANE.top} y2={PLANE.height - PLANE.bottom} />
          <circle className="curve-handle" cx={spot.x} cy={spot.y} r={6} />
          <circle className="curve-touch" cx={spot.x} cy={spot.y} r={22} />
        </svg>
      </div>
      <p className="curve-words num">
        <strong>{words}</strong>
        <span id={`${control.id}-keys`}>Drag a point, or use the arrow keys.</span>
      </p>
    </div>
  );
}

/** While a point is held the scale stays: a plane that moves under the hand cannot be aimed at. */
function useDrag(numbers: readonly number[], before: readonly number[] | null) {
  const [place, setHeld] = useState<number | null>(null);
  const own = useMemo(() => curveScale([...numbers, ...(before ?? [])]), [numbers, before]);
  const held = useRef(own);
  if (place === null) held.current = own;
  return {
    place,
    scale: held.current,
    begin: setHeld,
    end: () => setHeld(null),
  };
}

interface Keys {
  at: number;
  numbers: readonly number[];
  step: number;
  setPlace: (place: number) => void;
  set: (value: number) => void;
}

function onKey(event: KeyboardEvent, { at, numbers, step, setPlace, set }: Keys): void {
  const last = numbers.length - 1;
  const places: Record<string, number> = {
    ArrowLeft: Math.max(0, at - 1),
    ArrowRight: Math.min(last, at + 1),
    Home: 0,
    End: last,
  };
  const steps: Record<string, number> = { ArrowUp: 1, ArrowDown: -1, PageUp: BIG_STEP, PageDown: -BIG_STEP };
  const [place, move] = [places[event.key], steps[event.key]];
  if (place === undefined && move === undefined) return;
  event.preventDefault();
  if (place !== undefined) setPlace(place);
  if (move !== undefined) set(stepped((numbers[at] ?? 0) + move * step, step));
}

/** Where on the plane a pointer is. */
function spotOf(event: PointerEvent<HTMLElement>): { x: number; y: number } {
  const box = event.currentTarget.getBoundingClientRect();
  return {
    x: ((event.clientX - box.left) / box.width) * PLANE.width,
    y: ((event.clientY - box.top) / box.height) * PLANE.height,
  };
}

function Grid({ frame, field }: { frame: CurveFrame; field: FormField }) {
  const { plane, scale, count } = frame;
  const floor = plane.height - plane.bottom;
  return (
    <>
      {scale.ticks.map((tick) => {
        const { y } = pointAt(0, tick, frame);
        return (
          <g key={tick}>
            <line className="curve-grid" x1={plane.left} x2={plane.width - plane.right} y1={y} y2={y} />
            <text className="curve-axis" x={plane.left - 8} y={y + 4} textAnchor="end">
              {tick}
            </text>
          </g>
        );
      })}
      <text className="curve-axis" x={plane.left} y={floor + 17}>
        {stepWord(field)} 1
      </text>
      {count > 1 && (
        <text className="curve-axis" x={plane.width - plane.right} y={floor + 17} textAnchor="end">
          {stepWord(field)} {count}
        </text>
      )}
    </>
  );
}

interface LineProps {
  numbers: readonly number[];
  frame: CurveFrame;
  className: string;
}

function Line({ numbers, frame, className }: LineProps) {
  const points = numbers.map((number, place) => {
    const { x, y } = pointAt(place, number, frame);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return <polyline className={className} points={points.join(' ')} />;
}

function Dots({ numbers, frame }: Omit<LineProps, 'className'>) {
  return numbers.map((number, place) => {
    const { x, y } = pointAt(place, number, frame);
    // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a point is
    return <circle key={place} className="curve-dot" cx={x} cy={y} r={2.5} />;
  });
}

/** 'Month 7: 367.6 ppm' */
function placeWords(field: FormField, at: number, numbers: readonly number[]): string {
  const word = stepWord(field);
  return `${word[0]?.toUpperCase()}${word.slice(1)} ${at + 1}: ${numbers[at]}${field.unit ? ` ${field.unit}` : ''}`;
}

function stepWord({ series }: FormField): string {
  const { frequency } = series ?? {};
  return frequency && frequency.length <= 12 ? frequency : 'value';
}
