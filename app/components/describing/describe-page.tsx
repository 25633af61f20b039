import { Form, Link } from '@remix-run/react';
import { Download, Eye, Undo2 } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { AnswersPart } from './answers-part.tsx';
import { ChangesPart } from './changes-part.tsx';
import { FieldEditor } from './field-editor.tsx';
import { FieldList } from './field-list.tsx';
import { HistoryPart } from './history-part.tsx';
import type { DescribePageData, DescribePart, DescribeTried } from './page-data.ts';
import { Refused } from './refused.tsx';

interface DescribePageProps {
  page: DescribePageData;
  /** A form that was refused. */
  tried: DescribeTried | null;
}

/** Edits what people see of a version: its fields, its answers; with what changed and the way back. */
export function DescribePage({ page, tried }: DescribePageProps) {
  return (
    <main id="main" className="page grid grid-cols-[minmax(0,1fr)] gap-4 py-6">
      <Head page={page} />
      <Parts page={page} />
      {tried && <Refused tried={tried} />}
      {page.part === 'fields' && <Fields page={page} tried={tried} />}
      {page.part === 'answers' && page.answers && <AnswersPart page={page} answers={page.answers} tried={tried} />}
      {page.part === 'changes' && <ChangesPart page={page} />}
      {page.part === 'history' && page.history && <HistoryPart page={page} history={page.history} />}
    </main>
  );
}

function Fields({ page, tried }: DescribePageProps) {
  const { field } = page;
  const isOwn = tried?.intent === 'field' && tried.key === field?.key;
  if (!field) return <p className="card p-5 text-muted">This model takes no input.</p>;
  return (
    <div className="describe-columns">
      <FieldList page={page} chosen={field.key} />
      <FieldEditor key={field.key} page={page} field={field} tried={isOwn ? tried : null} />
    </div>
  );
}

function Head({ page }: { page: DescribePageData }) {
  const { address, revision, title, number } = page;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-xl">Edit the form</h1>
        <p className="mt-1 text-sm text-muted">
          {title} v{number}. Everyone who opens it sees what is saved here at once. Runs that are kept stay as they
          were.
        </p>
      </div>
      <div className="ml-auto flex flex-wrap items-center gap-2 max-sm:ml-0">
        {revision > 1 && (
          <Form method="post" preventScrollReset>
            <input type="hidden" name="intent" value="undo" />
            <input type="hidden" name="revision" value={revision - 1} />
            <input type="hidden" name="from" value={revision} />
            <PlaceInputs page={page} />
            <Button type="submit" icon={Undo2}>
              Undo last change
            </Button>
          </Form>
        )}
        <a className="btn" href={`${address}/preview.json`} download="preview.json">
          <Icon of={Download} size={15} />
          Download preview.json
        </a>
        <Link className="btn" to={address}>
          <Icon of={Eye} size={15} />
          See the form
        </Link>
      </div>
    </div>
  );
}

/** Where a form leads back to. */
function PlaceInputs({ page }: { page: DescribePageData }) {
  return (
    <>
      {page.part === 'fields' ? (
        <>
          {page.field && <input type="hidden" name="key" value={page.field.key} />}
          {page.query && <input type="hidden" name="q" value={page.query} />}
        </>
      ) : (
        <input type="hidden" name="part" value={page.part} />
      )}
    </>
  );
}

const PART_NAMES: readonly [DescribePart, string][] = [
  ['fields', 'Fields'],
  ['answers', 'Answers and decisions'],
  ['changes', 'What is new'],
  ['history', 'History'],
];

function Parts({ page }: { page: DescribePageData }) {
  return (
    <nav aria-label="Parts of the description" className="tab-list tab-list-inner describe-parts">
      {PART_NAMES.map(([part, name]) => (
        <Link
          key={part}
          className="tab"
          to={part === 'fields' ? '?' : `?part=${part}`}
          aria-current={part === page.part ? 'page' : undefined}
        >
          {name}
          {part === 'changes' && page.renames.length > 0 && (
            <span className="count">
              {page.renames.length}
              <span className="sr-only"> to confirm</span>
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}
