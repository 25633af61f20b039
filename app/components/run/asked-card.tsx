import type { CaseRow, CaseView } from '../flags/case-rows.ts';

/** What was asked, field by field, and where it differs from the example it comes from. */
export function AskedCard({ view: { rows, exampleName } }: { view: CaseView }) {
  return (
    <section aria-labelledby="asked" className="card self-start">
      <div className="flex flex-wrap items-baseline gap-x-4 px-5 pt-4 pb-2.5 max-sm:px-4">
        <h2 id="asked" className="h-section">
          What was asked
        </h2>
        {exampleName !== null && rows !== null && <Likeness rows={rows} exampleName={exampleName} />}
      </div>
      {rows === null ? (
        <p className="border-t border-line px-5 py-4 text-sm text-muted max-sm:px-4">Its inputs were not kept.</p>
      ) : (
        <table className="tbl border-t border-line text-sm">
          <thead className="sr-only">
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.key} row={row} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Likeness({ rows, exampleName }: { rows: readonly CaseRow[]; exampleName: string }) {
  const changed = rows.filter(({ inExample }) => inExample !== null).length;
  return (
    <p className="text-sm text-muted">
      {changed === 0
        ? `As in the example “${exampleName}”`
        : `Like the example “${exampleName}” but for ${changed === 1 ? 'one field' : `${changed} fields`}`}
    </p>
  );
}

function Row({ row: { label, value, ownValue, inExample, isSensitive } }: { row: CaseRow }) {
  return (
    <tr>
      <th scope="row" className="font-normal">
        {label}
        {isSensitive && <span className="ml-2 text-xs font-normal text-muted">Sensitive field</span>}
      </th>
      <td className={value.length > 40 ? 'whitespace-pre-wrap' : 'r'}>
        <span className={inExample === null ? 'font-medium' : 'case-changed'} title={ownValue ?? undefined}>
          {value}
        </span>
        {inExample !== null && (
          <span className="block text-xs text-muted">
            {inExample.slice(0, 120)}
            {inExample.length > 120 && '…'} in the example
          </span>
        )}
      </td>
    </tr>
  );
}
