import { Form, Link, useFetcher, useNavigate } from '@remix-run/react';
import { ArrowDown, ArrowUp, CircleHelp, EyeOff, GripVertical, type LucideIcon, Replace, Shield } from 'lucide-react';
import { type DragEvent, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { showToast } from '../ui/toast-queue.ts';
import type { DescribePageData, DescribeTried, FieldRow } from './page-data.ts';

/** Fewer fields are found without a search. */
const FEW_FIELDS = 8;

interface FieldListProps {
  page: DescribePageData;
  /** Key of the field that is edited. */
  chosen: string;
}

/** Every field in the order of the form: one is chosen, moved by its buttons, by Alt and an arrow key, or dragged. */
export function FieldList({ page, chosen }: FieldListProps) {
  const [query, setQuery] = useState(page.query);
  const move = useMoves(page);
  const list = useChosenInSight(chosen);
  const shown = page.rows.map((row, at) => ({ row, place: at + 1 })).filter(({ row }) => isFound(row, query));
  const unsure = page.rows.filter(({ isSure }) => !isSure).length;
  return (
    <nav aria-label="Fields" className="card describe-list">
      <div className="px-4 pt-4">
        <h2 className="h-section">{page.rows.length === 1 ? 'One field' : `${page.rows.length} fields`}</h2>
        <p className="mt-0.5 text-sm text-muted">{unsure === 0 ? 'No guess is unsure.' : `${unsure} unsure.`}</p>
        {page.rows.length > FEW_FIELDS && (
          <search className="mt-3 block">
            <form method="get" onSubmit={(event) => event.preventDefault()}>
              <SearchField
                name="q"
                label="Search the fields"
                placeholder="Search"
                defaultValue={page.query}
                onChange={(event) => setQuery(event.currentTarget.value)}
              />
            </form>
          </search>
        )}
      </div>
      <ol ref={list} className="describe-fields">
        {shown.map(({ row, place }) => (
          <Row key={row.key} {...{ row, place, query, move }} isChosen={row.key === chosen} page={page} />
        ))}
        {shown.length === 0 && <li className="px-4 py-3 text-sm text-muted">No field is called like that.</li>}
      </ol>
      <p role="status" className="sr-only">
        {move.said}
      </p>
    </nav>
  );
}

/** Scrolls the list, and nothing else of the page, to the field that is edited. */
function useChosenInSight(chosen: string): RefObject<HTMLOListElement> {
  const list = useRef<HTMLOListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another field is another row.
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('[data-chosen]');
    if (!row || !list.current) return;
    const [outer, inner] = [list.current.getBoundingClientRect(), row.getBoundingClientRect()];
    const isSeen = inner.top >= outer.top && inner.bottom <= outer.bottom;
    if (!isSeen) list.current.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
  }, [chosen]);
  return list;
}

function isFound({ label, inFile, key }: FieldRow, query: string): boolean {
  const words = query.trim().toLowerCase();
  return words === '' || [label, inFile, key].some((name) => name.toLowerCase().includes(words));
}

interface Moves {
  to: (key: string, to: string) => void;
  said: string;
}

/** Moves fields without leaving the page, and says where the last one is now. */
function useMoves({ rows, revision }: DescribePageData): Moves {
  const fetcher = useFetcher<DescribeTried | null>();
  const moved = useRef<string | null>(null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (fetcher.state !== 'idle' || moved.current === null) return;
    const at = rows.findIndex(({ key }) => key === moved.current);
    moved.current = null;
    if (fetcher.data) showToast({ tone: 'failed', title: 'Not moved', text: fetcher.data.failure.message });
    else setSaid(`${rows[at]?.label} is now ${at + 1} of ${rows.length}.`);
  }, [fetcher.state, fetcher.data, rows]);
  const to = (key: string, place: string): void => {
    // One after the other: the next one begins with what this one made.
    if (fetcher.state !== 'idle') return;
    moved.current = key;
    const from = String(revision);
    fetcher.submit({ intent: 'move', key, to: place, from, base: from, stay: '1' }, { method: 'post' });
  };
  return { to, said };
}

interface RowProps {
  page: DescribePageData;
  row: FieldRow;
  place: number;
  query: string;
  move: Moves;
  isChosen: boolean;
}

function Row({ page, row, place, query, move, isChosen }: RowProps) {
  const navigate = useNavigate();
  const [isOver, setOver] = useState(false);
  const address = `?${new URLSearchParams({ field: row.key, ...(query && { q: query }) })}`;
  const drop = (event: DragEvent): void => {
    setOver(false);
    const key = event.dataTransfer.getData('application/x-field');
    if (key === '' || key === row.key) return;
    event.preventDefault();
    move.to(key, String(place));
  };
  const moveByKey = (event: KeyboardEvent): void => {
    const to = event.key === 'ArrowUp' ? 'up' : event.key === 'ArrowDown' ? 'down' : null;
    if (!event.altKey || to === null) return;
    event.preventDefault();
    move.to(row.key, to);
  };
  return (
    <li
      className="describe-field"
      data-chosen={isChosen ? '' : undefined}
      data-over={isOver ? '' : undefined}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData('application/x-field', row.key);
        event.dataTransfer.effectAllowed = 'move';
      }}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('application/x-field')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <span className="describe-grip needs-script" aria-hidden="true">
        <Icon of={GripVertical} size={14} />
      </span>
      <Link
        className="describe-field-link"
        to={address}
        preventScrollReset
        aria-current={isChosen ? 'true' : undefined}
        onKeyDown={moveByKey}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          navigate(address, { preventScrollReset: true, replace: true });
        }}
      >
        <span className="describe-field-name">{row.label}</span>
        <Marks row={row} />
      </Link>
      {isChosen && page.rows.length > 1 && <MoveButtons {...{ page, row, place, move }} />}
    </li>
  );
}

function Marks({ row }: { row: FieldRow }) {
  const marks: [boolean, LucideIcon, string, string][] = [
    [!row.isSure, CircleHelp, 'unsure', 'text-warn-text'],
    [row.isRenamed, Replace, 'may be renamed', 'text-warn-text'],
    [row.isHidden, EyeOff, 'hidden', 'text-muted'],
    [row.isSensitive, Shield, 'sensitive', 'text-muted'],
  ];
  return marks.map(([isSet, icon, words, look]) =>
    isSet ? (
      <span key={words} className={`inline-flex ${look}`} title={words}>
        <Icon of={icon} size={14} />
        <span className="sr-only">, {words}</span>
      </span>
    ) : null,
  );
}

/** Forms of their own, so that they work without a script. */
function MoveButtons({ page, row, place, move }: Omit<RowProps, 'query' | 'isChosen'>) {
  const last = page.rows.length;
  return (
    <Form
      method="post"
      preventScrollReset
      className="flex"
      onSubmit={(event) => {
        const { submitter } = event.nativeEvent as SubmitEvent;
        if (!(submitter instanceof HTMLButtonElement)) return;
        event.preventDefault();
        move.to(row.key, submitter.value);
      }}
    >
      <input type="hidden" name="intent" value="move" />
      <input type="hidden" name="key" value={row.key} />
      <input type="hidden" name="from" value={page.revision} />
      <input type="hidden" name="base" value={page.revision} />
      {(['up', 'down'] as const).map((to) => (
        <Button
          key={to}
          type="submit"
          name="to"
          value={to}
          variant="quiet"
          size="small"
          isIconOnly
          icon={to === 'up' ? ArrowUp : ArrowDown}
          aria-disabled={place === (to === 'up' ? 1 : last) || undefined}
        >
          {`Move ${row.label} ${to}`}
        </Button>
      ))}
    </Form>
  );
}
