import { Download } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import type { AnswerValue } from '#app/preview/contract.ts';
import { Button } from '../../ui/button.tsx';
import { type Pixels, pixelsOf } from './picture-pixels.ts';
import { ValueTable } from './value-table.tsx';

/** Small pictures are shown larger, so that their pixels can be told apart. */
const SHOWN_SIDE = 256;

/** A picture or mask that the model made. Drawn by the browser; what is in it stays in the figures below. */
export function PictureAnswer({ value }: { value: AnswerValue }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pixels = useMemo(() => pixelsOf(value), [value]);
  useEffect(() => {
    if (pixels && canvas.current) paint(canvas.current, pixels);
  }, [pixels]);
  if (!pixels) return <ValueTable value={value} />;
  const { width, height, words } = pixels;
  const scale = Math.max(1, Math.floor(SHOWN_SIDE / Math.max(width, height)));
  return (
    <figure className="grid min-w-0 content-start justify-items-start gap-2">
      <canvas
        ref={canvas}
        className="picture-canvas needs-script"
        width={width * scale}
        height={height * scale}
        role="img"
        aria-label={`${value.label}, ${width} by ${height} pixels`}
      />
      <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted">
        <span>
          <span className="text-text">{value.label}</span>, {width} × {height}. {words}
        </span>
        <span className="needs-script">
          <Button size="small" variant="quiet" icon={Download} onClick={() => save(canvas.current, value.name)}>
            Save as PNG
          </Button>
        </span>
      </figcaption>
    </figure>
  );
}

function paint(canvas: HTMLCanvasElement, { width, height, data }: Pixels): void {
  const own = document.createElement('canvas');
  own.width = width;
  own.height = height;
  own.getContext('2d')?.putImageData(new ImageData(Uint8ClampedArray.from(data), width, height), 0, 0);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingEnabled = false;
  context.drawImage(own, 0, 0, canvas.width, canvas.height);
}

function save(canvas: HTMLCanvasElement | null, name: string): void {
  canvas?.toBlob((blob) => {
    if (!blob) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = `${name.replaceAll(/[^\w.-]+/g, '-')}.png`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
}
