import { ImageIcon, Pencil } from 'lucide-react';
import { useState } from 'react';
import { Icon } from '../ui/icon.tsx';
import { DrawingBoard } from './drawing-board.tsx';
import type { PictureEditorProps } from './editor-control.ts';
import { PictureFile } from './picture-file.tsx';
import { readPictureText } from './picture-text.ts';

type Way = 'draw' | 'file';

/** Gives a picture: as a file, or drawn where it is small and grey. Fetched on first use. */
export function PictureEditor(props: PictureEditorProps) {
  const { field, text, onEdit, control } = props;
  const drawing = field.picture?.drawing ?? null;
  const isFile = readPictureText(text).kind === 'file';
  const [way, setWay] = useState<Way>('draw');
  if (!drawing) return <PictureFile {...props} />;
  if (!field.picture?.takesFiles) return <DrawingBoard label={field.label} {...{ drawing, text, onEdit, control }} />;
  // A file that is there is shown, whichever way was used last.
  const shown: Way = isFile ? 'file' : way;
  return (
    <div className="list-editor">
      <fieldset className="segmented" aria-label="How it is given">
        {(['draw', 'file'] as const).map((each) => (
          <label key={each}>
            <input
              type="radio"
              name={`${control.id}-way`}
              checked={shown === each}
              onChange={() => {
                setWay(each);
                // Drawing begins on an empty board; the file can be had back by Undo.
                if (each === 'draw' && isFile) onEdit(String(drawing.paper));
              }}
            />
            <Icon of={each === 'draw' ? Pencil : ImageIcon} size={14} />
            {each === 'draw' ? 'Draw' : 'Picture'}
          </label>
        ))}
      </fieldset>
      {shown === 'draw' ? (
        <DrawingBoard label={field.label} {...{ drawing, text, onEdit, control }} />
      ) : (
        <PictureFile {...props} />
      )}
    </div>
  );
}
