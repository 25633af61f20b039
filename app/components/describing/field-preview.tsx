import { useCallback, useState } from 'react';
import type { FormField } from '#app/preview/contract.ts';
import { FieldControl } from '../trying/field-control.tsx';
import type { FormAction } from '../trying/form-state.ts';

interface FieldPreviewProps {
  field: FormField;
  /** Address of the version. */
  address: string;
  isHidden: boolean;
  /** It shows what is not saved yet. */
  isTrial: boolean;
}

/** The field as the form has it: the very control, that can be tried. */
export function FieldPreview({ field, address, isHidden, isTrial }: FieldPreviewProps) {
  return (
    <section className="card describe-preview" aria-label="The field in the form">
      <h2 className="h-section">In the form</h2>
      <p className="mt-0.5 text-sm text-muted">
        {isTrial ? 'With your changes, not saved yet.' : isHidden ? 'Hidden: nobody sees it.' : 'As people see it.'}
      </p>
      <div className="mt-3 border-t border-line pt-3">
        <Tried key={`${field.control} ${field.value}`} field={field} address={address} />
      </div>
    </section>
  );
}

function Tried({ field, address }: { field: FormField; address: string }) {
  const [text, setText] = useState(field.value);
  const edit = useCallback((action: FormAction) => {
    if (action.type === 'edit') setText(action.text);
  }, []);
  return (
    <FieldControl
      {...{ field, address, edit }}
      now={{ text, was: null }}
      base={{ text: field.value, was: null }}
      isExample={false}
      error={undefined}
      notice={undefined}
    />
  );
}
