import { useMemo, useState } from 'react';
import type { FormField } from '#app/preview/contract.ts';
import { CurveEditor } from './curve-editor.tsx';
import { canBeDrawn } from './curve-scale.ts';
import type { EditorControl } from './editor-control.ts';
import { listElements, listText, typedNumber } from './list-text.ts';
import { PasteValues } from './paste-values.tsx';
import { ValueTable } from './value-table.tsx';

interface ListEditorProps {
  field: FormField;
  text: string;
  /** Before anyone edited it. */
  base: string;
  onEdit: (text: string) => void;
  /** Names and descriptions of the control this stands for. */
  control: EditorControl;
}

type View = 'curve' | 'values' | 'paste';

const VIEW_WORDS: Record<View, string> = { curve: 'Curve', values: 'Values', paste: 'Paste or file' };
const VIEWS: Record<'series' | 'vector' | 'tensor' | 'table', View[]> = {
  series: ['curve', 'values', 'paste'],
  vector: ['values', 'paste'],
  tensor: ['paste'],
  table: ['paste'],
};

/** The views of a list: a curve whose points can be moved, its values one by one, and its text. Fetched on first use. */
export function ListEditor({ field, text, base, onEdit, control }: ListEditorProps) {
  const views = VIEWS[field.control as keyof typeof VIEWS] ?? VIEWS.tensor;
  const [chosen, setChosen] = useState<View>(views[0] ?? 'paste');
  const count = field.series ? field.series.length : (field.tensor?.count ?? null);
  const isSplit = views.length > 1;
  const elements = useMemo(() => (isSplit ? listElements(text, count) : null), [text, count, isSplit]);
  const before = useMemo(() => (isSplit ? listElements(base, count) : null), [base, count, isSplit]);
  const numbers = useMemo(() => numbersOf(elements), [elements]);
  // What is no list has no curve and no values: its text is where it is mended.
  const view = elements === null || (chosen === 'curve' && numbers === null) ? fallback(elements) : chosen;
  const write = (next: readonly string[]): void => onEdit(listText(next));
  const sides = { field, control, elements: elements ?? [], before, write };
  return (
    <div className="list-editor">
      {isSplit && <ViewTabs {...{ views, view, control }} onView={setChosen} />}
      {view === 'curve' && numbers && <CurveEditor {...sides} numbers={numbers} before={numbersOf(before)} />}
      {view === 'values' && <ValueTable {...sides} />}
      {view === 'paste' && <PasteValues {...{ field, text, onEdit, control, count }} />}
    </div>
  );
}

function fallback(elements: readonly string[] | null): View {
  return elements === null ? 'paste' : 'values';
}

function numbersOf(elements: readonly string[] | null): number[] | null {
  const numbers = elements?.map(typedNumber) ?? [null];
  return numbers.every((number) => number !== null) && canBeDrawn(numbers) ? numbers : null;
}

interface ViewTabsProps {
  views: readonly View[];
  view: View;
  control: EditorControl;
  onView: (view: View) => void;
}

function ViewTabs({ views, view, control, onView }: ViewTabsProps) {
  return (
    <fieldset className="segmented" aria-label="How it is shown">
      {views.map((each) => (
        <label key={each}>
          <input type="radio" name={`${control.id}-view`} checked={each === view} onChange={() => onView(each)} />
          {VIEW_WORDS[each]}
        </label>
      ))}
    </fieldset>
  );
}
