import { Form, Link } from '@remix-run/react';
import { Undo2 } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Moment } from '../ui/moment.tsx';
import type { DescribePageData, HistoryView, RevisionItem } from './page-data.ts';

/** Who changed what and when, with the way back to each revision. */
export function HistoryPart({ page, history }: { page: DescribePageData; history: HistoryView }) {
  return (
    <section className="card p-5 max-sm:p-4" aria-label="History">
      <h2 className="h-section">{page.revision === 1 ? 'One revision' : `${page.revision} revisions`}</h2>
      <p className="mt-0.5 text-sm text-muted">Going back makes a new revision; nothing is lost.</p>
      <ol className="mt-2">
        {history.items.map((item) => (
          <Revision key={item.revision} item={item} page={page} />
        ))}
      </ol>
      {history.next !== null && (
        <p className="border-t border-line pt-3">
          <Link className="link text-sm" to={`?part=history&before=${history.next}`}>
            Older revisions
          </Link>
        </p>
      )}
    </section>
  );
}

function Revision({ item, page }: { item: RevisionItem; page: DescribePageData }) {
  const { revision, by, createdAt, changes } = item;
  const isNewest = revision === page.revision;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-t border-line py-3">
      <div className="min-w-0 flex-1 basis-80">
        <p className="text-sm text-muted">
          <span className="font-strong text-text">Revision {revision}</span>
          {isNewest && ', what people see now'}. {by}, <Moment at={createdAt} now={page.now} />
        </p>
        {changes === null ? (
          <p className="mt-1">
            {revision === 1 ? 'As it was published' : 'A change from before changes were written down'}
          </p>
        ) : (
          <ul className="mt-1 grid gap-0.5">
            {changes.length === 0 && <li className="text-muted">Nothing people see</li>}
            {changes.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        )}
      </div>
      {!isNewest && (
        <Form method="post" preventScrollReset>
          <input type="hidden" name="intent" value="undo" />
          <input type="hidden" name="part" value="history" />
          <input type="hidden" name="revision" value={revision} />
          <input type="hidden" name="from" value={page.revision} />
          <Button type="submit" size="small" icon={Undo2}>
            {`Go back to revision ${revision}`}
          </Button>
        </Form>
      )}
    </li>
  );
}
