import { Contrast, Eraser, Pencil, Trash2, Undo2 } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import type { Pixels } from './drawing.ts';
import type { EditorControl } from './editor-control.ts';

interface ToolsProps {
  control: EditorControl;
  isErasing: boolean;
  setErasing: (isErasing: boolean) => void;
  hasPast: boolean;
  undo: () => void;
  isBlank: boolean;
  replace: (pixels: Pixels) => void;
  children: Pixels;
}

/** Pen or eraser, and what is done to the whole drawing. */
export function DrawingTools({
  control,
  isErasing,
  setErasing,
  hasPast,
  undo,
  isBlank,
  replace,
  children: pixels,
}: ToolsProps) {
  return (
    <div className="drawing-tools">
      <fieldset className="segmented" aria-label="Draw with">
        {[false, true].map((each) => (
          <label key={String(each)}>
            <input
              type="radio"
              name={`${control.id}-pen`}
              checked={isErasing === each}
              onChange={() => setErasing(each)}
            />
            <Icon of={each ? Eraser : Pencil} size={14} />
            {each ? 'Eraser' : 'Pen'}
          </label>
        ))}
      </fieldset>
      <Button isIconOnly icon={Undo2} title="Undo stroke" {...(!hasPast && { disabled: true })} onClick={undo}>
        Undo stroke
      </Button>
      <Button
        isIconOnly
        icon={Trash2}
        title="Clear"
        {...(isBlank && { disabled: true })}
        onClick={() => replace(new Float32Array(pixels.length))}
      >
        Clear
      </Button>
      <Button isIconOnly icon={Contrast} title="Invert" onClick={() => replace(pixels.map((share) => 1 - share))}>
        Invert
      </Button>
    </div>
  );
}
