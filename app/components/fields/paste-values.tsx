import { FileUp } from 'lucide-react';
import { type DragEvent, useId, useMemo, useState } from 'react';
import type { FormField } from '#app/preview/contract.ts';
import type { NumberColumn } from '#app/preview/formats/number-columns.ts';
import { FieldError } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Select } from '../ui/select.tsx';
import type { EditorControl } from './editor-control.ts';
import { listElements, listText } from './list-text.ts';
import { readListFile } from './read-list-file.ts';

interface PasteValuesProps {
  field: FormField;
  text: string;
  onEdit: (text: string) => void;
  control: EditorControl;
  /** How many values there should be; null: any number. */
  count: number | null;
}

/** A longer text is not shown to be typed in: it is replaced as a whole. */
const LONGEST_SHOWN = 20_000;

/** The list as text: pasted, typed or from a file. */
export function PasteValues({ field, text, onEdit, control, count }: PasteValuesProps) {
  const isLong = text.length > LONGEST_SHOWN;
  const [draft, setDraft] = useState('');
  const file = useListFile({ field, count, onEdit });
  const [isOver, setOver] = useState(false);
  const held = useMemo(() => (isLong ? null : listElements(text, count)), [isLong, text, count]);
  const type = (next: string): void => {
    file.forget();
    setDraft(next);
    if (!isLong || next.trim() !== '') onEdit(next);
  };
  const drop = (event: DragEvent): void => {
    setOver(false);
    const [dropped] = event.dataTransfer.files;
    if (!dropped) return;
    event.preventDefault();
    void file.read(dropped);
  };
  return (
    <div className="paste-values" data-dragging={isOver ? '' : undefined}>
      <textarea
        {...control}
        aria-label={`${field.label} as text`}
        className="input font-mono"
        rows={6}
        spellCheck={false}
        value={isLong ? draft : text}
        placeholder={isLong ? `Paste ${wantedWords(field, count)} here. They replace what is there.` : undefined}
        onChange={(event) => type(event.currentTarget.value)}
        onDragOver={(event) => setOver(event.dataTransfer.types.includes('Files'))}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      />
      <div className="paste-foot">
        <FileButton field={field} onFile={(chosen) => void file.read(chosen)} />
        <p role="status" className="num text-xs text-muted">
          {file.words ?? (held && !isOne(text) ? countWords(held.length, count) : `Takes ${wantedWords(field, count)}`)}
        </p>
      </div>
      {file.columns && (
        <Select
          name={`${control.id}-column`}
          label="Column of the file"
          layout="row"
          options={file.columns.map(({ name }, at) => ({ value: String(at), label: name }))}
          value={String(file.chosen)}
          onValueChange={(at) => file.choose(Number(at))}
        />
      )}
      <FieldError name={`${control.id}-file`} error={file.problem ?? undefined} />
    </div>
  );
}

function FileButton({ field, onFile }: { field: FormField; onFile: (file: File) => void }) {
  const id = useId();
  return (
    <label className="btn btn-sm file-button" htmlFor={id}>
      <Icon of={FileUp} size={15} />
      Choose a file
      <span className="sr-only"> for {field.label}</span>
      <input
        id={id}
        type="file"
        accept=".csv,.tsv,.txt,.json,.npy"
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? [];
          if (chosen) onFile(chosen);
          // The same file chosen again is read again.
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
}

/** What came of the last file: its columns where there are several, or why it could not be read. */
function useListFile({ field, count, onEdit }: Pick<PasteValuesProps, 'field' | 'count' | 'onEdit'>) {
  const [problem, setProblem] = useState<string | null>(null);
  const [words, setWords] = useState<string | null>(null);
  const [columns, setColumns] = useState<NumberColumn[] | null>(null);
  const [chosen, setChosen] = useState(0);
  const forget = (): void => {
    setProblem(null);
    setWords(null);
    setColumns(null);
  };
  const take = ({ name, numbers }: NumberColumn, fileName: string | null): void => {
    onEdit(listText(numbers.map(String)));
    setWords(fileName === null ? `From ${name}.` : `From ${fileName}.`);
  };
  return {
    problem,
    words,
    columns,
    chosen,
    forget,
    choose: (at: number) => {
      setChosen(at);
      const column = columns?.[at];
      if (column) take(column, null);
    },
    read: async (file: File) => {
      forget();
      const read = await readListFile(file, count);
      if (read.problem !== undefined) return setProblem(read.problem);
      if (read.text !== undefined) {
        onEdit(read.text);
        return setWords(`From ${file.name}: ${read.words}.`);
      }
      const named = read.columns.findIndex(({ name }) => isCalled(field, name));
      const at = Math.max(0, named);
      const column = read.columns[at];
      if (!column) return;
      setChosen(at);
      setColumns(read.columns.length > 1 ? read.columns : null);
      take(column, read.columns.length > 1 ? null : file.name);
    },
  };
}

function isCalled({ key, label }: FormField, name: string): boolean {
  return [key, label].some((word) => word.toLowerCase() === name.toLowerCase());
}

function wantedWords({ tensor }: FormField, count: number | null): string {
  const what = tensor?.datatype === 'BYTES' ? 'texts as a JSON list' : 'numbers';
  const shape = tensor?.shape;
  if (shape && shape.length > 1)
    return `${shape.map((size) => size ?? 'any').join(' × ')} ${what} (${tensor.datatype})`;
  return count === null ? `any number of ${what}` : `${new Intl.NumberFormat('en').format(count)} ${what}`;
}

/** One value stands for all of them. */
function isOne(text: string): boolean {
  return /^\s*[-\d.e+]+\s*$/i.test(text);
}

/** '35 of 36 numbers' */
function countWords(held: number, count: number | null): string {
  const show = (number: number): string => new Intl.NumberFormat('en').format(number);
  if (count === null || held === count) return `${show(held)} numbers`;
  return `${show(held)} of ${show(count)} numbers`;
}
