import { useEffect } from 'react';
import type { FormField } from '#app/preview/contract.ts';
import { Field, type FieldLook, splitField } from '../ui/field.tsx';
import { useOnDemand } from '../ui/on-demand.ts';
import { TextFallback } from './text-fallback.tsx';

export interface ListControlProps extends FieldLook {
  field: FormField;
  text: string;
  /** Before anyone edited it. */
  base: string;
  onEdit: (text: string) => void;
}

const loadEditor = () => import('./list-editor.tsx');

/**
 * Many numbers as one field. It is a text area by itself; the editor that suits what is in it (a curve, a table of
 * values) is fetched once the page has its script.
 */
export function ListControl(props: ListControlProps) {
  const { frame, control, rest } = splitField(props);
  const { field, text, base, onEdit } = rest;
  const { part, hasFailed, fetchPart } = useOnDemand(loadEditor);
  useEffect(fetchPart, [fetchPart]);
  return (
    <Field {...frame} isTall isWide isGroup={part !== null}>
      {part ? (
        <part.ListEditor {...{ field, text, base, onEdit, control }} />
      ) : (
        <TextFallback {...{ control, text, onEdit, hasFailed }} />
      )}
    </Field>
  );
}
