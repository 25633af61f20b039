import type { FormField } from '#app/preview/contract.ts';
import type { splitField } from '../ui/field.tsx';

/** Names and descriptions of the control that an editor stands for. */
export type EditorControl = ReturnType<typeof splitField>['control'];

/** What an editor of a picture is given. */
export interface PictureEditorProps {
  field: FormField;
  text: string;
  onEdit: (text: string) => void;
  /** Address of the version. */
  address: string;
  control: EditorControl;
}
