import { Form } from '@remix-run/react';
import { Check, X } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import type { DescribePageData, RenameView } from './page-data.ts';

/** What is different since the version before, and fields that may have another name only. */
export function ChangesPart({ page }: { page: DescribePageData }) {
  const { differences, renames } = page;
  return (
    <div className="describe-answers">
      <section className="card p-5 max-sm:p-4" aria-label="Renamed fields">
        <h2 className="h-section">Renamed fields</h2>
        {renames.length === 0 ? (
          <p className="mt-1 text-sm text-muted">No field looks like one of the version before under another name.</p>
        ) : (
          <ul className="mt-2">
            {renames.map((rename) => (
              <Rename key={rename.key} rename={rename} revision={page.revision} />
            ))}
          </ul>
        )}
      </section>
      <section className="card p-5 max-sm:p-4" aria-label="Since the version before">
        <h2 className="h-section">{differences ? `Different from v${differences.since}` : 'The first version'}</h2>
        {!differences && <EmptyState>There is no version before this one to compare with.</EmptyState>}
        {differences?.words.length === 0 && <p className="mt-1 text-sm text-muted">People see no difference.</p>}
        {differences && differences.words.length > 0 && (
          <ul className="mt-2 list-disc pl-5 text-sm">
            {differences.words.map((words) => (
              <li key={words} className="py-0.5">
                {words}
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

function Rename({ rename, revision }: { rename: RenameView; revision: number }) {
  const { key, label, inFile, from, fromLabel, reason } = rename;
  return (
    <li className="border-t border-line py-3 first:border-0">
      <p>
        Is <span className="font-strong">{label}</span> <span className="code text-sm text-muted">{inFile}</span> the
        same as <span className="font-strong">{fromLabel}</span> <span className="code text-sm text-muted">{from}</span>{' '}
        before?
      </p>
      <p className="mt-0.5 text-sm text-muted">{reason} If it is, what people said of it is taken over.</p>
      <Form method="post" preventScrollReset className="mt-2 flex flex-wrap gap-2">
        <input type="hidden" name="intent" value="renamed" />
        <input type="hidden" name="part" value="changes" />
        <input type="hidden" name="key" value={key} />
        <input type="hidden" name="from" value={revision} />
        <input type="hidden" name="base" value={revision} />
        <Button type="submit" size="small" icon={Check} name="was" value={from}>
          {`Yes, ${label} is ${fromLabel}`}
        </Button>
        <Button type="submit" size="small" variant="quiet" icon={X} name="was" value="">
          {`No, ${label} is new`}
        </Button>
      </Form>
    </li>
  );
}
