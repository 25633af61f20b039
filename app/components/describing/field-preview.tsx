import { useState } from 'react';
import type { FormField } from '#app/preview/contract.ts';
import { FieldControl } from '../trying/field-control.tsx';

interface FieldPreviewProps {
  field: FormField;
  isHidden: boolean;
  /** It shows what is not saved yet. */
  isTrial: boolean;
}

/** The field as the form has it: the very control, that can be tried. */
export function FieldPreview({ field, isHidden, isTrial }: FieldPreviewProps) {
  return (
    <section className="card describe-preview" aria-label="The field in the form">
      <h2 className="h-section">In the form</h2>
      <p className="mt-0.5 text-sm text-muted">
        {isTrial ? 'With your changes, not saved yet.' : isHidden ? 'Hidden: nobody sees it.' : 'As people see it.'}
      </p>
      <div className="mt-3 border-t border-line pt-3">
        <Tried key={`${field.control} ${field.value}`} field={field} />
      </div>
    </section>
  );
}

function Tried({ field }: { field: FormField }) {
  const base = { text: field.value, was: null };
  const [text, setText] = useState(field.value);
  return (
    <FieldControl
      field={field}
      now={{ text, was: null }}
      base={base}
      onEdit={setText}
      error={undefined}
      notice={undefined}
    />
  );
}
