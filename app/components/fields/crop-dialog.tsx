import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice } from '../ui/notice.tsx';
import { boxInPixels, type CropBox, keyOnBox, moveBox, sizeBox } from './crop-box.ts';

interface CropDialogProps {
  /** Address of the picture. */
  source: string;
  label: string;
  onClose: () => void;
  onCropped: (picture: Blob) => void;
}

const START: CropBox = { x: 0.1, y: 0.1, width: 0.8, height: 0.8 };

/** A box over the picture; what is in it becomes the picture. Fetched on first use. */
export function CropDialog({ source, label, onClose, onCropped }: CropDialogProps) {
  const { picture, hasFailed } = usePicture(source);
  const [box, setBox] = useState(START);
  const crop = async (): Promise<void> => {
    const part = picture && (await partOf(picture, box));
    if (part) onCropped(part);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Crop the picture"
      footer={
        <div className="flex items-center gap-2">
          {picture && (
            <Button variant="primary" onClick={() => void crop()}>
              Use this part
            </Button>
          )}
          <Button variant="quiet" onClick={onClose}>
            Cancel
          </Button>
        </div>
      }
    >
      {hasFailed && <Notice tone="warn">The picture could not be fetched. Try again, or choose it once more.</Notice>}
      {picture && <CropView picture={picture} box={box} onBox={setBox} label={label} />}
      <p id="crop-keys" className="mt-3 text-xs text-muted">
        Drag the box to move it and its corner to size it. With the keyboard: arrows move it, Shift and arrows size it.
      </p>
    </Dialog>
  );
}

interface CropViewProps {
  picture: HTMLImageElement;
  box: CropBox;
  onBox: (box: CropBox) => void;
  label: string;
}

function CropView({ picture, box, onBox, label }: CropViewProps) {
  const { naturalWidth: width, naturalHeight: height } = picture;
  const held = useRef<{ isCorner: boolean; x: number; y: number; box: CropBox } | null>(null);
  const pixels = boxInPixels(box, { width, height });
  const corner = Math.max(width, height) / 40;
  const press = (event: PointerEvent<HTMLDivElement>): void => {
    const isCorner = event.target instanceof Element && event.target.classList.contains('crop-corner');
    event.currentTarget.setPointerCapture(event.pointerId);
    held.current = { isCorner, x: event.clientX, y: event.clientY, box };
  };
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (!held.current) return;
    const side = event.currentTarget.getBoundingClientRect();
    const by = {
      dx: (event.clientX - held.current.x) / side.width,
      dy: (event.clientY - held.current.y) / side.height,
    };
    onBox(held.current.isCorner ? sizeBox(held.current.box, by) : moveBox(held.current.box, by));
  };
  const lift = (): void => {
    held.current = null;
  };
  const { x, y } = pixels;
  const [right, bottom] = [x + pixels.width, y + pixels.height];
  return (
    <div
      className="crop-view"
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keys
      tabIndex={0}
      aria-label={`Part of ${label}: ${pixels.width} × ${pixels.height} pixels from column ${x + 1}, row ${y + 1}`}
      aria-describedby="crop-keys"
      onPointerDown={press}
      onPointerMove={drag}
      onPointerUp={lift}
      onPointerCancel={lift}
      onKeyDown={(event) => {
        const next = keyOnBox(box, event);
        if (!next) return;
        event.preventDefault();
        onBox(next);
      }}
    >
      <svg className="crop-drawing" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
        <image href={picture.src} width={width} height={height} />
        <path
          className="crop-shade"
          fillRule="evenodd"
          d={`M0 0H${width}V${height}H0Z M${x} ${y}V${bottom}H${right}V${y}Z`}
        />
        <rect className="crop-box" x={x} y={y} width={pixels.width} height={pixels.height} />
        <circle className="crop-corner" cx={right} cy={bottom} r={corner} />
      </svg>
    </div>
  );
}

function usePicture(source: string): { picture: HTMLImageElement | null; hasFailed: boolean } {
  const [picture, setPicture] = useState<HTMLImageElement | null>(null);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    const image = new Image();
    image.onload = () => setPicture(image);
    image.onerror = () => setFailed(true);
    image.src = source;
    return () => {
      image.onload = null;
      image.onerror = null;
    };
  }, [source]);
  return { picture, hasFailed };
}

/** The part of the picture in the box, as a PNG. */
function partOf(picture: HTMLImageElement, box: CropBox): Promise<Blob | null> {
  const { x, y, width, height } = boxInPixels(box, { width: picture.naturalWidth, height: picture.naturalHeight });
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.drawImage(picture, -x, -y);
  return new Promise((done) => canvas.toBlob(done, 'image/png'));
}
