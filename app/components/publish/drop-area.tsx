import { FolderOpen, Upload } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import type { PickedFile } from './dropped-files.ts';
import { Picker } from './picker.tsx';

interface DropAreaProps {
  isOver: boolean;
  /** The first version is, unless it is kept private. */
  isAnnounced: boolean;
  onFiles: (files: PickedFile[]) => void;
}

const AT_ONCE = 'Everyone in the project sees the first version at once.';
const LATER = 'Only publishers see it until you announce it.';

/** Where files are dropped, chosen or pasted. A drop anywhere on the page counts. */
export function DropArea({ isOver, isAnnounced, onFiles }: DropAreaProps) {
  const file = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  useShortcuts({ u: () => file.current?.click() });
  return (
    <div className="drop-area needs-script" data-dragging={isOver ? '' : undefined}>
      <div>
        <span className="drop-area-mark">
          <Icon of={Upload} size={22} />
        </span>
        <h2 className="mt-5 text-lg">
          {isOver ? (
            'Let go to publish it'
          ) : (
            <>
              <span className="with-pointer">Drop an ONNX file anywhere on this page</span>
              <span className="with-touch">Choose an ONNX file</span>
            </>
          )}
        </h2>
        <p className="mx-auto mt-1 max-w-[72ch] text-muted">
          Small models answer in about a second. {isAnnounced ? AT_ONCE : LATER}
        </p>
        <div className="mt-6 flex flex-wrap justify-center gap-2">
          <Button variant="primary" shortcut="U" onClick={() => file.current?.click()}>
            Choose files
          </Button>
          <Button icon={FolderOpen} onClick={() => folder.current?.click()}>
            Choose a folder
          </Button>
        </div>
        <p className="mx-auto mt-6 max-w-[64ch] text-sm text-muted">
          <code className="code">preview.json</code>, <code className="code">labels.txt</code>,{' '}
          <code className="code">card.md</code>, <code className="code">reference.csv</code> and{' '}
          <code className="code">examples/</code> may come along, one by one, as a folder, or as a zip or tar.gz.
        </p>
      </div>
      <Picker of={file} label="Files to publish" onFiles={onFiles} />
      <Picker of={folder} label="Folder to publish" isFolder onFiles={onFiles} />
    </div>
  );
}
