import { type Dispatch, lazy, Suspense, useState } from 'react';
import type { AnsweredRow, FormField } from '#app/preview/contract.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextArea } from '../ui/text-field.tsx';
import type { FormAction } from './form-state.ts';
import type { TryingPageData } from './page-data.ts';
import { postJson, type RequestFailure } from './page-requests.ts';

const RowAnswers = lazy(() => import('./row-answers.tsx').then((part) => ({ default: part.RowAnswers })));

interface PasteRowProps {
  page: TryingPageData;
  isOpen: boolean;
  onClose: () => void;
  edit: Dispatch<FormAction>;
}

/** Fills the form from a row copied in a spreadsheet, or answers several rows beside each other. */
export function PasteRow({ page, isOpen, onClose, edit }: PasteRowProps) {
  const [text, setText] = useState('');
  const { problems, rows, isReading, read, reset } = useRows(page, {
    onFields: (fields) => {
      edit({ type: 'fill', fields });
      setText('');
      onClose();
    },
  });
  const isSeveral = text.split('\n').filter((line) => line.trim() !== '').length > 1;
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Paste a row, or several"
      footer={
        <div className="flex items-center gap-2">
          <Button variant="primary" isPending={isReading} pendingLabel="Reading" onClick={() => void read(text)}>
            {isSeveral ? 'Answer the rows' : 'Fill the form'}
          </Button>
          <Button variant="quiet" onClick={onClose}>
            Cancel
          </Button>
        </div>
      }
    >
      <TextArea
        name="row"
        label="Rows from your spreadsheet"
        hint={`Cells parted by tabs, semicolons or commas, in this order: ${orderOf(page.fields)}. Or with the header row above. At most 100 rows.`}
        error={problems.slice(0, 4).join(' ') || undefined}
        rows={4}
        value={text}
        spellCheck={false}
        autoFocus
        onChange={(event) => {
          setText(event.currentTarget.value);
          reset();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void read(text);
        }}
      />
      {rows && (
        <Suspense fallback={null}>
          <RowAnswers rows={rows} onOpen={(row) => void read(row, { isOne: true })} />
        </Suspense>
      )}
    </Dialog>
  );
}

/** What came of the rows: the fields of one, the answers of several, or what is wrong with them. */
function useRows({ address }: TryingPageData, { onFields }: { onFields: (fields: FormField[]) => void }) {
  const [problems, setProblems] = useState<string[]>([]);
  const [rows, setRows] = useState<AnsweredRow[] | null>(null);
  const [isReading, setReading] = useState(false);
  const fail = ({ fields, message }: RequestFailure): void => {
    const perCell = Object.values(fields);
    setProblems(perCell.length > 0 ? perCell : [message]);
  };
  const fill = async (text: string): Promise<void> => {
    const row = await postJson<{ fields: FormField[]; read: string[] }>(`${address}/row`, { body: { text } });
    if (row?.ok === false) return fail(row.failure);
    if (!row) return;
    const { fields, read: keys } = row.value;
    reset();
    onFields(fields.filter(({ key }) => keys.includes(key)));
  };
  const reset = (): void => {
    setProblems([]);
    setRows(null);
  };
  const read = async (text: string, { isOne = false } = {}): Promise<void> => {
    setReading(true);
    const answered = isOne ? null : await postJson<{ rows: AnsweredRow[] }>(`${address}/rows`, { body: { text } });
    if (answered?.ok === false) fail(answered.failure);
    // One row, with or without a header, is what the form is for.
    else if (isOne || answered?.value.rows.length === 1) await fill(text);
    else if (answered) setRows(answered.value.rows);
    setReading(false);
  };
  return { problems, rows, isReading, read, reset };
}

const NAMED = 4;

/** The fields a row without a header is read into: those that are not folded away. */
function orderOf(all: FormField[]): string {
  const fields = all.filter(({ isHidden }) => !isHidden);
  const names = fields.slice(0, NAMED).map(({ label }) => label);
  return fields.length > NAMED ? `${names.join(', ')}, … (${fields.length} in all)` : names.join(', ');
}
