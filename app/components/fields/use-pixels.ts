import { useMemo, useRef, useState } from 'react';
import type { FieldDrawing } from '#app/preview/contract.ts';
import { drawingText, type Pixels, readDrawing } from './drawing.ts';

const MOST_STEPS = 50;

interface PixelsOptions {
  drawing: FieldDrawing;
  text: string;
  onEdit: (text: string) => void;
}

/** The pixels in the form, and the way back stroke by stroke. */
export function usePixels({ drawing, text, onEdit }: PixelsOptions) {
  const read = useMemo(
    () => readDrawing(text, drawing) ?? new Float32Array(drawing.width * drawing.height),
    [text, drawing],
  );
  // Several moves of a hand come before the page is drawn again.
  const pixels = useRef(read);
  const written = useRef(text);
  if (written.current !== text) {
    pixels.current = read;
    written.current = text;
  }
  const [past, setPast] = useState<readonly Pixels[]>([]);
  const put = (next: Pixels): void => {
    pixels.current = next;
    written.current = drawingText(next, drawing);
    onEdit(written.current);
  };
  return {
    pixels,
    put,
    begin: () => {
      const before = pixels.current;
      setPast((steps) => [...steps, before].slice(-MOST_STEPS));
    },
    hasPast: past.length > 0,
    undo: () => {
      const before = past.at(-1);
      if (!before) return;
      setPast(past.slice(0, -1));
      put(before);
    },
  };
}
