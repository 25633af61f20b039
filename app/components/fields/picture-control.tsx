import { useEffect } from 'react';
import { Field, splitField } from '../ui/field.tsx';
import { useOnDemand } from '../ui/on-demand.ts';
import type { ListControlProps } from './list-control.tsx';
import { TextFallback } from './text-fallback.tsx';

const loadEditor = () => import('./picture-editor.tsx');

/** A picture as a field: given as a file or drawn. Without a script its pixels can be written as lists. */
export function PictureControl(props: Omit<ListControlProps, 'base'> & { address: string }) {
  const { frame, control, rest } = splitField(props);
  const { field, text, onEdit, address } = rest;
  const { part, hasFailed, fetchPart } = useOnDemand(loadEditor);
  useEffect(fetchPart, [fetchPart]);
  return (
    <Field {...frame} isTall isWide isGroup={part !== null}>
      {part ? (
        <part.PictureEditor {...{ field, text, onEdit, address, control }} />
      ) : (
        <TextFallback {...{ control, text, onEdit, hasFailed }}>
          Giving a picture needs JavaScript. Without it, write the pixels as JSON lists.
        </TextFallback>
      )}
    </Field>
  );
}
