import { Link } from '@remix-run/react';
import { ArrowDown } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { Skeleton } from './skeleton.tsx';

interface Column {
  key: string;
  label: string;
  /** Numbers go right. */
  align?: 'right';
  /** Sorts by this column: the address that does it, and how it is sorted now. */
  sort?: { to: string; direction?: 'ascending' | 'descending' | undefined };
}

interface Row {
  key: string;
  /** One cell a column, in order; the first names the row. */
  cells: readonly ReactNode[];
  /** Opens the row: its first cell becomes a link that covers the row. */
  to?: string;
}

interface TableProps {
  /** What the table holds; read out, not shown. */
  caption: string;
  columns: readonly Column[];
  rows: readonly Row[];
  /** Shown instead of rows: nothing yet, or nothing that fits the filter. */
  empty?: ReactNode;
  /** Rows are on their way. */
  isLoading?: boolean;
  /** Name of a tick before each row, so that a form can send the chosen keys. */
  selectName?: string;
}

const LOADING_ROWS = [0, 1, 2] as const;

/** Rows under sortable heads. Arrow keys go from row to row; wide tables scroll inside their card. */
export function Table({ caption, columns, rows, empty, isLoading = false, selectName }: TableProps) {
  if (rows.length === 0 && !isLoading && empty !== undefined) return <div className="p-5">{empty}</div>;
  return (
    <div className="scroll-x">
      <table className="tbl" aria-busy={isLoading || undefined}>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {selectName && (
              <td className="tbl-tick">
                <span className="sr-only">Chosen</span>
              </td>
            )}
            {columns.map((column) => (
              <Head key={column.key} column={column} />
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={moveByArrow}>
          {isLoading
            ? LOADING_ROWS.map((row) => <LoadingRow key={row} columns={columns} />)
            : rows.map((row) => <TableRow key={row.key} {...{ row, columns, selectName }} />)}
        </tbody>
      </table>
    </div>
  );
}

function Head({ column }: { column: Column }) {
  const { label, align, sort } = column;
  return (
    <th scope="col" className={align === 'right' ? 'r' : undefined} aria-sort={sort && (sort.direction ?? 'none')}>
      {sort ? (
        <Link className="tbl-sort" to={sort.to} preventScrollReset>
          {label}
          <Icon of={ArrowDown} size={12} />
        </Link>
      ) : (
        label
      )}
    </th>
  );
}

interface TableRowProps {
  row: Row;
  columns: readonly Column[];
  selectName: string | undefined;
}

function TableRow({ row, columns, selectName }: TableRowProps) {
  const [name, ...cells] = row.cells;
  return (
    <tr className={row.to === undefined ? undefined : 'tbl-row-link'}>
      {selectName && (
        <td className="tbl-tick">
          <input type="checkbox" className="tick" name={selectName} value={row.key} aria-label="Choose this row" />
        </td>
      )}
      <th scope="row">{row.to === undefined ? name : <Link to={row.to}>{name}</Link>}</th>
      {cells.map((cell, at) => {
        const column = columns[at + 1];
        return (
          <td key={column?.key ?? at} className={column?.align === 'right' ? 'r' : undefined}>
            {cell}
          </td>
        );
      })}
    </tr>
  );
}

function LoadingRow({ columns }: { columns: readonly Column[] }) {
  return (
    <tr>
      {columns.map((column, at) => (
        <td key={column.key}>
          <Skeleton className={at === 0 ? 'my-[3px] w-40' : 'my-[3px] w-20'} />
        </td>
      ))}
    </tr>
  );
}

/** Up and down between the links of the rows. */
function moveByArrow(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const here = event.target instanceof Element ? event.target.closest<HTMLElement>('.tbl-row-link > th > a') : null;
  if (step === 0 || !here) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('.tbl-row-link > th > a:first-of-type')];
  const next = links[links.indexOf(here) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
