import { useEffect, useRef, useState } from 'react';
import { filesOfTransfer, type PickedFile } from './dropped-files.ts';

/**
 * Takes files that are dropped anywhere on the page, or pasted.
 * @returns whether files are being held over the page
 */
export function useFileDrop(onFiles: ((files: PickedFile[]) => void) | null): boolean {
  const [isOver, setOver] = useState(false);
  const take = useRef(onFiles);
  useEffect(() => {
    take.current = onFiles;
  });
  useEffect(() => {
    // Moving from one element to the next leaves the one after entering the other.
    let depth = 0;
    const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      depth += 1;
      setOver(take.current !== null);
    };
    const leave = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const over = (event: DragEvent): void => {
      if (holdsFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent): void => {
      if (!holdsFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      void hand(event.dataTransfer);
    };
    const paste = (event: ClipboardEvent): void => {
      if (!event.clipboardData || event.clipboardData.files.length === 0) return;
      event.preventDefault();
      void hand(event.clipboardData);
    };
    const hand = async (transfer: DataTransfer): Promise<void> => {
      const files = await filesOfTransfer(transfer);
      if (files.length > 0) take.current?.(files);
    };
    const listeners = { dragenter: enter, dragleave: leave, dragover: over, drop } as const;
    for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name as 'drop', listener);
    document.addEventListener('paste', paste);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name as 'drop', listener);
      document.removeEventListener('paste', paste);
    };
  }, []);
  return isOver;
}
