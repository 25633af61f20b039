import { type Dispatch, useState } from 'react';
import type { FormField } from '#app/preview/contract.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextArea } from '../ui/text-field.tsx';
import type { FormAction } from './form-state.ts';
import type { TryingPageData } from './page-data.ts';
import { postJson } from './page-requests.ts';

interface PasteRowProps {
  page: TryingPageData;
  isOpen: boolean;
  onClose: () => void;
  edit: Dispatch<FormAction>;
}

/** Fills the form from a row copied in a spreadsheet. */
export function PasteRow({ page, isOpen, onClose, edit }: PasteRowProps) {
  const [text, setText] = useState('');
  const [problems, setProblems] = useState<string[]>([]);
  const [isReading, setReading] = useState(false);
  const read = async (): Promise<void> => {
    setReading(true);
    const row = await postJson<{ fields: FormField[]; read: string[] }>(`${page.address}/row`, { body: { text } });
    setReading(false);
    if (!row) return;
    if (!row.ok) {
      const perCell = Object.values(row.failure.fields);
      setProblems(perCell.length > 0 ? perCell : [row.failure.message]);
      return;
    }
    const { fields, read: keys } = row.value;
    edit({ type: 'fill', fields: fields.filter(({ key }) => keys.includes(key)) });
    setText('');
    setProblems([]);
    onClose();
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Paste a row"
      footer={
        <div className="flex items-center gap-2">
          <Button variant="primary" isPending={isReading} pendingLabel="Reading" onClick={() => void read()}>
            Fill the form
          </Button>
          <Button variant="quiet" onClick={onClose}>
            Cancel
          </Button>
        </div>
      }
    >
      <TextArea
        name="row"
        label="A row from your spreadsheet"
        hint={`Cells parted by tabs, semicolons or commas, in this order: ${orderOf(page.fields)}. Or with its header row above it.`}
        error={problems.slice(0, 4).join(' ') || undefined}
        rows={4}
        value={text}
        spellCheck={false}
        autoFocus
        onChange={(event) => {
          setText(event.currentTarget.value);
          setProblems([]);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void read();
        }}
      />
    </Dialog>
  );
}

const NAMED = 4;

function orderOf(fields: FormField[]): string {
  const names = fields.slice(0, NAMED).map(({ label }) => label);
  return fields.length > NAMED ? `${names.join(', ')}, … (${fields.length} in all)` : names.join(', ');
}
