import { Upload } from 'lucide-react';
import { type DragEvent, type ReactNode, useState } from 'react';
import { Field, type FieldLook, splitField } from './field.tsx';
import { Icon } from './icon.tsx';

interface DropZoneProps extends Omit<FieldLook, 'was'> {
  /** Which files, as an <input> says it: '.onnx,.zip', 'image/*'. Only a help: the server decides. */
  accept?: string;
  isMultiple?: boolean;
  /** Called with what was dropped or chosen; a form sends the files in any case. */
  onFiles?: (files: File[]) => void;
  /** What it says: 'Drop or choose' when left out; a file name or an upload's progress later. */
  children?: ReactNode;
}

/** A place to drop a file, or to choose one. The native file control lies over it, so that a drop needs no script. */
export function DropZone(props: DropZoneProps) {
  const { frame, control, rest } = splitField(props);
  const { accept, isMultiple, onFiles, children = 'Drop or choose' } = rest;
  const [isDragging, setDragging] = useState(false);
  const drag = (isOver: boolean) => (event: DragEvent) => {
    if (event.dataTransfer.types.includes('Files')) setDragging(isOver);
  };
  return (
    <Field {...frame} isWide>
      <div
        className="drop-zone"
        data-dragging={isDragging ? '' : undefined}
        data-invalid={frame.error ? '' : undefined}
      >
        <Icon of={Upload} />
        {children}
        <input
          {...control}
          type="file"
          accept={accept}
          multiple={isMultiple}
          onDragEnter={drag(true)}
          onDragLeave={drag(false)}
          onDrop={drag(false)}
          onChange={(event) => onFiles?.([...(event.currentTarget.files ?? [])])}
        />
      </div>
    </Field>
  );
}
