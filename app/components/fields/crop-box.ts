/** A part of a picture, in shares of its width and height. */
export interface CropBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const WHOLE: CropBox = { x: 0, y: 0, width: 1, height: 1 };
/** Smaller, nobody sees what is in it. */
const SMALLEST = 0.05;
const KEY_STEP = 0.02;

/** The box moved by so much, kept inside the picture. */
export function moveBox(box: CropBox, { dx, dy }: { dx: number; dy: number }): CropBox {
  return { ...box, x: within(box.x + dx, 0, 1 - box.width), y: within(box.y + dy, 0, 1 - box.height) };
}

/** The box with its lower right corner moved by so much, kept inside the picture and large enough to see. */
export function sizeBox(box: CropBox, { dx, dy }: { dx: number; dy: number }): CropBox {
  return {
    ...box,
    width: within(box.width + dx, SMALLEST, 1 - box.x),
    height: within(box.height + dy, SMALLEST, 1 - box.y),
  };
}

/** What a key does to the box: the arrows move it, with Shift they size it. Null: nothing. */
export function keyOnBox(box: CropBox, { key, shiftKey }: { key: string; shiftKey: boolean }): CropBox | null {
  const moves: Record<string, { dx: number; dy: number }> = {
    ArrowLeft: { dx: -KEY_STEP, dy: 0 },
    ArrowRight: { dx: KEY_STEP, dy: 0 },
    ArrowUp: { dx: 0, dy: -KEY_STEP },
    ArrowDown: { dx: 0, dy: KEY_STEP },
  };
  const move = Object.hasOwn(moves, key) ? moves[key] : undefined;
  if (!move) return null;
  return shiftKey ? sizeBox(box, move) : moveBox(box, move);
}

/** The box in whole pixels of the picture, never empty. */
export function boxInPixels(box: CropBox, { width, height }: { width: number; height: number }): CropBox {
  const x = Math.min(width - 1, Math.round(box.x * width));
  const y = Math.min(height - 1, Math.round(box.y * height));
  return {
    x,
    y,
    width: within(Math.round(box.width * width), 1, width - x),
    height: within(Math.round(box.height * height), 1, height - y),
  };
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
