import type { ReactNode } from 'react';
import { Skeleton } from '../ui/skeleton.tsx';
import type { EditorControl } from './editor-control.ts';

interface TextFallbackProps {
  control: EditorControl;
  text: string;
  onEdit: (text: string) => void;
  /** The editor could not be fetched: what stands in for it is what there is. */
  hasFailed: boolean;
  /** What to know about it where it stays. */
  children?: ReactNode;
}

/** The text of a field whose editor is not here: the control where no script runs, else a place kept free for a moment. */
export function TextFallback({ control, text, onEdit, hasFailed, children }: TextFallbackProps) {
  return (
    <>
      <div className={hasFailed ? undefined : 'scriptless'}>
        <textarea
          {...control}
          className="input font-mono"
          rows={5}
          spellCheck={false}
          value={text}
          onChange={(event) => onEdit(event.currentTarget.value)}
        />
        {children && <p className="mt-1.5 text-xs text-muted">{children}</p>}
      </div>
      {!hasFailed && <Skeleton shape="block" className="needs-script h-60 w-full" />}
    </>
  );
}
