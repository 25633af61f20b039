import type { ChangeEvent, RefObject } from 'react';
import { filesOfInput, type PickedFile } from './dropped-files.ts';

/** What publishing takes; only a help for choosing, the server decides. */
const ACCEPTED = '.onnx,.zip,.tgz,.gz,.tar,.json,.txt,.md,.csv,.png,.jpg,.jpeg,.webp,.gif,.data,.bin';

interface PickerProps {
  of: RefObject<HTMLInputElement>;
  label: string;
  isFolder?: boolean;
  onFiles: (files: PickedFile[]) => void;
}

/** The browser's own window to choose from, opened by a button: `of.current.click()`. */
export function Picker({ of, label, isFolder = false, onFiles }: PickerProps) {
  const choose = (event: ChangeEvent<HTMLInputElement>): void => {
    const { files } = event.currentTarget;
    if (files && files.length > 0) onFiles(filesOfInput(files));
    // The same file can be chosen again, once it was put right.
    event.currentTarget.value = '';
  };
  return (
    <input
      ref={of}
      type="file"
      multiple
      aria-label={label}
      className="sr-only"
      tabIndex={-1}
      {...((isFolder ? { webkitdirectory: '' } : { accept: ACCEPTED }) as object)}
      onChange={choose}
    />
  );
}
