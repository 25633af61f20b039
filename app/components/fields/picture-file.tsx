import { Crop, ImageUp, RefreshCw, Trash2 } from 'lucide-react';
import { type ClipboardEvent, type DragEvent, lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { FieldError } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { CameraButton } from './camera-button.tsx';
import type { PictureEditorProps } from './editor-control.ts';
import { readPictureText } from './picture-text.ts';
import { type PictureUpload, usePictureUpload } from './use-picture-upload.ts';

const CropDialog = lazy(() => import('./crop-dialog.tsx').then((part) => ({ default: part.CropDialog })));

/** A picture as a file: dropped, pasted, chosen or taken with the camera; cropped, replaced and removed. */
export function PictureFile({ field, text, onEdit, address, control }: PictureEditorProps) {
  const upload = usePictureUpload({ address, fieldKey: field.key, onEdit });
  const given = readPictureText(text);
  const box = useRef<HTMLDivElement>(null);
  const [isOver, setOver] = useState(false);
  const { send } = upload;
  usePagePaste(box, send);
  const drop = (event: DragEvent): void => {
    setOver(false);
    const [dropped] = event.dataTransfer.files;
    if (!dropped) return;
    event.preventDefault();
    send(dropped);
  };
  const drag = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(true);
  };
  const paste = (event: ClipboardEvent): void => {
    const picture = pictureIn(event.clipboardData);
    if (!picture) return;
    event.preventDefault();
    send(picture);
  };
  const parts = { upload, control, label: field.label };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a short cut; the file control inside does the same
    <div
      ref={box}
      className="picture-file"
      data-dragging={isOver ? '' : undefined}
      onDragOver={drag}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      onPaste={paste}
    >
      {given.kind === 'file' ? (
        <GivenPicture
          {...parts}
          file={given.file}
          address={address}
          onRemove={() => onEdit(String(field.picture?.drawing?.paper ?? 0))}
        />
      ) : (
        <EmptyPlace {...parts} text={text} />
      )}
      <FieldError name={`${control.id}-file`} error={upload.problem ?? undefined} />
    </div>
  );
}

interface PartProps {
  upload: PictureUpload;
  control: PictureEditorProps['control'];
  label: string;
}

function EmptyPlace({ upload, control, label, text }: PartProps & { text: string }) {
  return (
    <>
      <div className="drop-zone picture-drop">
        <Icon of={upload.isSending ? RefreshCw : ImageUp} size={18} />
        {upload.isSending ? 'Preparing the picture' : 'Drop, paste or choose a picture'}
        <FileInput control={control} label={label} onFile={upload.send} />
      </div>
      <div className="picture-tools">
        <CameraButton onPicture={upload.send} />
      </div>
      <p className="text-xs text-muted">{untilThenWords(text)}</p>
    </>
  );
}

/** What the model is asked with as long as there is no picture. */
function untilThenWords(text: string): string {
  const value = text.trim();
  return /^-?[\d.]{1,12}$/.test(value)
    ? `Until one is given, every pixel is ${value}.`
    : 'Its pixels are given as a list.';
}

interface GivenPictureProps extends PartProps {
  file: string;
  address: string;
  onRemove: () => void;
}

function GivenPicture({ upload, control, label, file, address, onRemove }: GivenPictureProps) {
  const [isCropping, setCropping] = useState(false);
  const known = upload.known(file);
  const source = `${address}/files/${file}`;
  return (
    <>
      <div className="picture-pair" data-alone={known ? undefined : ''}>
        <figure>
          <Shown source={source} words={`${label} as it was given`} />
          <figcaption className="num">{known ? `As given, ${known.width} × ${known.height}` : 'As given'}</figcaption>
        </figure>
        {known && (
          <figure>
            <Shown source={known.seen} words={`${label} as the model sees it`} />
            <figcaption>What the model sees</figcaption>
          </figure>
        )}
      </div>
      {known?.notices.map((notice) => {
        const words = typeof notice === 'string' ? notice : notice.message;
        return (
          <p key={words} className="text-xs text-warn-text">
            {words}
          </p>
        );
      })}
      <div className="picture-tools">
        <span className="btn btn-sm file-button">
          <Icon of={upload.isSending ? RefreshCw : ImageUp} size={15} />
          Replace
          <FileInput control={control} label={label} onFile={upload.send} />
        </span>
        <Button size="small" icon={Crop} onClick={() => setCropping(true)}>
          Crop
        </Button>
        <CameraButton onPicture={upload.send} />
        <Button size="small" variant="quiet" icon={Trash2} onClick={onRemove}>
          Remove
        </Button>
      </div>
      {isCropping && (
        <Suspense fallback={null}>
          <CropDialog
            source={source}
            label={label}
            onClose={() => setCropping(false)}
            onCropped={(picture) => {
              setCropping(false);
              upload.send(picture);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

/** Smaller pictures are shown pixel by pixel: that is what the model gets. */
const SMALL_SIDE = 64;

function Shown({ source, words }: { source: string; words: string }) {
  const [isSmall, setSmall] = useState(false);
  const picture = useRef<HTMLImageElement>(null);
  const measure = (): void => {
    const { naturalWidth = 0, naturalHeight = 0 } = picture.current ?? {};
    setSmall(naturalWidth > 0 && Math.max(naturalWidth, naturalHeight) <= SMALL_SIDE);
  };
  return <img ref={picture} src={source} alt={words} className={isSmall ? 'picture-pixels' : ''} onLoad={measure} />;
}

interface FileInputProps {
  control: PictureEditorProps['control'];
  label: string;
  onFile: (file: File) => void;
}

function FileInput({ control, label, onFile }: FileInputProps) {
  const { name: _name, ...described } = control;
  return (
    <input
      {...described}
      type="file"
      accept="image/*"
      aria-label={`${label}: choose a picture`}
      onChange={(event) => {
        const [chosen] = event.currentTarget.files ?? [];
        if (chosen) onFile(chosen);
        // The same file chosen again is sent again.
        event.currentTarget.value = '';
      }}
    />
  );
}

/** A picture pasted anywhere on the page goes to its first picture field, unless somebody is typing. */
function usePagePaste(box: React.RefObject<HTMLElement>, send: (picture: File) => void): void {
  const latest = useRef(send);
  latest.current = send;
  useEffect(() => {
    const paste = (event: globalThis.ClipboardEvent): void => {
      const isTyping = event.target instanceof HTMLElement && event.target.closest('input, textarea') !== null;
      const isFirst = document.querySelector('.picture-file') === box.current;
      const picture = event.clipboardData && pictureIn(event.clipboardData);
      if (event.defaultPrevented || isTyping || !isFirst || !picture) return;
      event.preventDefault();
      latest.current(picture);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, [box]);
}

function pictureIn(data: DataTransfer): File | null {
  return [...data.files].find(({ type }) => type.startsWith('image/')) ?? null;
}
