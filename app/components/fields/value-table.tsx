import { type KeyboardEvent, memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { FormField } from '#app/preview/contract.ts';
import { SearchField } from '../ui/search-field.tsx';
import type { EditorControl } from './editor-control.ts';
import { typedNumber } from './list-text.ts';
import { findPlaces, windowOf } from './value-places.ts';

interface ValueTableProps {
  field: FormField;
  control: EditorControl;
  elements: readonly string[];
  /** Before anyone edited it. */
  before: readonly string[] | null;
  write: (elements: readonly string[]) => void;
}

/** As tall as a row of the table in inputs.css. */
const ROW_PX = 38;
const SHOWN_ROWS = 8;
const SEARCHED_FROM = 16;

/** The values one by one. However many they are, only the rows in sight exist. */
export function ValueTable({ field, control, elements, before, write }: ValueTableProps) {
  const [query, setQuery] = useState('');
  const [isChangedOnly, setChangedOnly] = useState(false);
  const names = field.tensor?.names ?? null;
  const changed = useMemo(() => changedPlaces(elements, before), [elements, before]);
  const places = useMemo(
    () => findPlaces({ count: elements.length, names, query, only: isChangedOnly ? changed : null }),
    [elements.length, names, query, isChangedOnly, changed],
  );
  const latest = useRef(elements);
  latest.current = elements;
  const set = useCallback((place: number, text: string) => write(latest.current.with(place, text)), [write]);
  const step = field.series?.frequency ?? null;
  const nameAt = (place: number): string => names?.[place] ?? (step ? `${step} ${place + 1}` : `${place + 1}`);
  return (
    <div className="value-table">
      {elements.length >= SEARCHED_FROM && (
        <SearchField
          name={`${control.id}-find`}
          label={`Search the values of ${field.label}`}
          placeholder={names ? 'Search by name or place' : 'Go to a place'}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
      )}
      <Rows {...{ places, elements, before, set, nameAt, control, label: field.label }} />
      <p className="value-words num" role="status">
        {placesWords(places.length, elements.length)}
        {(changed.length > 0 || isChangedOnly) && (
          <button
            type="button"
            className="link"
            aria-pressed={isChangedOnly}
            onClick={() => setChangedOnly(!isChangedOnly)}
          >
            {isChangedOnly ? 'Show all' : `Show ${showCount(changed.length)} changed`}
          </button>
        )}
      </p>
    </div>
  );
}

interface RowsProps {
  places: readonly number[];
  elements: readonly string[];
  before: readonly string[] | null;
  set: (place: number, text: string) => void;
  nameAt: (place: number) => string;
  control: EditorControl;
  label: string;
}

function Rows({ places, elements, before, set, nameAt, control, label }: RowsProps) {
  const box = useRef<HTMLDivElement>(null);
  const [scrolled, setScrolled] = useState(0);
  const wanted = useRef<number | null>(null);
  const { from, to } = windowOf({ scrolledPx: scrolled, rowPx: ROW_PX, shownRows: SHOWN_ROWS, count: places.length });
  useEffect(() => {
    // The arrow keys can lead to a row that was not there yet.
    if (wanted.current === null) return;
    box.current?.querySelector<HTMLInputElement>(`[data-at="${wanted.current}"]`)?.focus({ preventScroll: true });
    wanted.current = null;
  });
  const move = (event: KeyboardEvent, at: number): void => {
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      Enter: 1,
      PageDown: SHOWN_ROWS,
      PageUp: -SHOWN_ROWS,
    };
    const step = steps[event.key];
    if (step === undefined || !box.current || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = Math.min(places.length - 1, Math.max(0, at + step));
    const top = next * ROW_PX;
    const { scrollTop, clientHeight } = box.current;
    if (top < scrollTop) box.current.scrollTop = top;
    else if (top + ROW_PX > scrollTop + clientHeight) box.current.scrollTop = top + ROW_PX - clientHeight;
    wanted.current = next;
    setScrolled(box.current.scrollTop);
    box.current.querySelector<HTMLInputElement>(`[data-at="${next}"]`)?.focus({ preventScroll: true });
  };
  const height = Math.min(places.length, SHOWN_ROWS) * ROW_PX;
  return (
    <div
      ref={box}
      className="value-rows"
      style={{ height }}
      onScroll={(event) => setScrolled(event.currentTarget.scrollTop)}
    >
      <ul aria-label={`Values of ${label}`} style={{ height: places.length * ROW_PX }}>
        {places.slice(from, to).map((place, index) => (
          <li
            key={place}
            aria-setsize={places.length}
            aria-posinset={from + index + 1}
            style={{ transform: `translateY(${(from + index) * ROW_PX}px)` }}
            onKeyDown={(event) => move(event, from + index)}
          >
            <Row
              place={place}
              at={from + index}
              name={nameAt(place)}
              value={elements[place] ?? ''}
              was={before?.[place] ?? null}
              set={set}
              describedBy={control['aria-describedby']}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

interface RowProps {
  place: number;
  /** Among the rows that are shown. */
  at: number;
  name: string;
  value: string;
  was: string | null;
  set: (place: number, text: string) => void;
  describedBy: string | undefined;
}

const Row = memo(function Row({ place, at, name, value, was, set, describedBy }: RowProps) {
  // What is typed stays as it is typed; the list holds what it means.
  const [typed, setTyped] = useState<string | null>(null);
  const isBad = typedNumber(value) === null;
  return (
    <label className="value-row" data-edited={was !== null && was !== value ? '' : undefined}>
      <span className="value-name" title={name}>
        {name}
      </span>
      <input
        className="input num"
        type="text"
        inputMode="decimal"
        autoComplete="off"
        data-at={at}
        value={typed ?? value}
        aria-invalid={isBad || undefined}
        aria-describedby={describedBy}
        onFocus={(event) => {
          setTyped(value);
          event.currentTarget.select();
        }}
        onBlur={() => setTyped(null)}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          set(place, event.currentTarget.value);
        }}
      />
    </label>
  );
});

function changedPlaces(elements: readonly string[], before: readonly string[] | null): number[] {
  if (before?.length !== elements.length) return [];
  return elements.flatMap((element, place) => (element === before[place] ? [] : [place]));
}

function placesWords(found: number, count: number): string {
  if (found === count) return `${showCount(count)} values`;
  return found === 0 ? 'Nothing fits.' : `${showCount(found)} of ${showCount(count)} values`;
}

function showCount(count: number): string {
  return new Intl.NumberFormat('en').format(count);
}
