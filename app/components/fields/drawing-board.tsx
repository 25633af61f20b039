import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { FieldDrawing } from '#app/preview/contract.ts';
import { drawStroke, isEmpty, type Pixels, penRadius, readDrawing, type Spot } from './drawing.ts';
import { DrawingTools } from './drawing-tools.tsx';
import type { EditorControl } from './editor-control.ts';
import { usePixels } from './use-pixels.ts';

interface DrawingBoardProps {
  label: string;
  drawing: FieldDrawing;
  text: string;
  onEdit: (text: string) => void;
  control: EditorControl;
}

/** With lines between the pixels up to this size. */
const WIDEST_RULED = 16;

/** A board of pixels: pen and eraser, by hand or with the keys. What is drawn is sent as it is. */
export function DrawingBoard({ label, drawing, text, onEdit, control }: DrawingBoardProps) {
  const [isErasing, setErasing] = useState(false);
  const { pixels, begin, put, undo, hasPast } = usePixels({ drawing, text, onEdit });
  const cursor = useCursor(drawing);
  const pen = useRef<Spot | null>(null);
  const draw = (from: Spot, to: Spot): void =>
    put(drawStroke(pixels.current, drawing, { from, to, radius: penRadius(drawing), isErasing }));
  const press = (event: PointerEvent<HTMLDivElement>): void => {
    const spot = spotOf(event, drawing);
    event.currentTarget.setPointerCapture(event.pointerId);
    cursor.hide();
    begin();
    pen.current = spot;
    draw(spot, spot);
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (!pen.current) return;
    const spot = spotOf(event, drawing);
    draw(pen.current, spot);
    pen.current = spot;
  };
  const lift = (): void => {
    pen.current = null;
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (cursor.move(event.key)) event.preventDefault();
    else if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      begin();
      const spot = { x: cursor.at.column + 0.5, y: cursor.at.row + 0.5 };
      draw(spot, spot);
    } else if (event.key === 'Backspace' || event.key === 'Delete') {
      event.preventDefault();
      undo();
    }
  };
  const replace = (next: Pixels): void => {
    begin();
    put(next);
  };
  return (
    <div className="drawing">
      <div
        id={control.id}
        className="drawing-board"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keys
        tabIndex={0}
        aria-label={`${label}, drawing board of ${drawing.width} by ${drawing.height} pixels`}
        aria-describedby={`${control.id}-keys ${control['aria-describedby'] ?? ''}`.trim()}
        onPointerDown={press}
        onPointerMove={move}
        onPointerUp={lift}
        onPointerCancel={lift}
        onKeyDown={onKey}
        onFocus={(event) => event.currentTarget.matches(':focus-visible') && cursor.show()}
        onBlur={cursor.hide}
      >
        <PixelCanvas drawing={drawing} text={text} />
        <Ruling drawing={drawing} cursor={cursor.isShown ? cursor.at : null} />
      </div>
      <p className="sr-only" role="status">
        {cursor.isShown && cursorWords(cursor.at, pixels.current, drawing)}
      </p>
      <DrawingTools
        {...{ control, isErasing, setErasing, hasPast, undo }}
        isBlank={isEmpty(pixels.current)}
        replace={replace}
      >
        {pixels.current}
      </DrawingTools>
      <p id={`${control.id}-keys`} className="text-xs text-muted">
        {readDrawing(text, drawing) === null && 'The values are given as bytes; drawing replaces them. '}
        {drawing.width} × {drawing.height} pixels. With the keyboard, arrows move and Space draws.
      </p>
    </div>
  );
}

/** Where the keys would draw. */
function useCursor({ width, height }: FieldDrawing) {
  const [at, setAt] = useState({ row: Math.floor(height / 2), column: Math.floor(width / 2) });
  const [isShown, setShown] = useState(false);
  return {
    at,
    isShown,
    show: () => setShown(true),
    hide: () => setShown(false),
    /** Whether the key was one of its own. */
    move: (key: string): boolean => {
      const moves: Record<string, [number, number]> = {
        ArrowLeft: [0, -1],
        ArrowRight: [0, 1],
        ArrowUp: [-1, 0],
        ArrowDown: [1, 0],
      };
      const [down, right] = moves[key] ?? [0, 0];
      if (down === 0 && right === 0) return false;
      setShown(true);
      setAt(({ row, column }) => ({
        row: Math.min(height - 1, Math.max(0, row + down)),
        column: Math.min(width - 1, Math.max(0, column + right)),
      }));
      return true;
    },
  };
}

/** The pixels themselves, black to white, as large as there is room. */
function PixelCanvas({ drawing, text }: Pick<DrawingBoardProps, 'drawing' | 'text'>) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    const pixels = readDrawing(text, drawing);
    if (!context) return;
    const picture = context.createImageData(drawing.width, drawing.height);
    for (let at = 0; at < drawing.width * drawing.height; at += 1) {
      const grey = Math.round(255 * (pixels?.[at] ?? 0));
      picture.data.set([grey, grey, grey, 255], at * 4);
    }
    context.putImageData(picture, 0, 0);
  }, [drawing, text]);
  return <canvas ref={canvas} width={drawing.width} height={drawing.height} />;
}

function Ruling({ drawing, cursor }: { drawing: FieldDrawing; cursor: { row: number; column: number } | null }) {
  const { width, height } = drawing;
  const isRuled = Math.max(width, height) <= WIDEST_RULED;
  return (
    <svg className="drawing-ruling" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      {isRuled &&
        Array.from({ length: width - 1 }, (_, at) => at + 1).map((x) => (
          <line key={x} className="drawing-rule" x1={x} x2={x} y1={0} y2={height} />
        ))}
      {isRuled &&
        Array.from({ length: height - 1 }, (_, at) => at + 1).map((y) => (
          <line key={y} className="drawing-rule" x1={0} x2={width} y1={y} y2={y} />
        ))}
      {cursor && <rect className="drawing-cursor" x={cursor.column} y={cursor.row} width={1} height={1} />}
    </svg>
  );
}

function spotOf(event: PointerEvent<HTMLElement>, { width, height }: FieldDrawing): Spot {
  const box = event.currentTarget.getBoundingClientRect();
  return {
    x: ((event.clientX - box.left) / box.width) * width,
    y: ((event.clientY - box.top) / box.height) * height,
  };
}

function cursorWords(
  { row, column }: { row: number; column: number },
  pixels: Pixels,
  { width }: FieldDrawing,
): string {
  const share = Math.round(100 * (pixels[row * width + column] ?? 0));
  return `Row ${row + 1}, column ${column + 1}: ${share === 0 ? 'empty' : `${share} percent white`}`;
}
