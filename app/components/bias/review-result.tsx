import { TriangleAlert } from 'lucide-react';
import type { TwinReviewResult } from '#app/preview/contract.ts';
import { Badge } from '../ui/badge.tsx';
import { Notice } from '../ui/notice.tsx';
import { FieldReview } from './field-review.tsx';
import { ProxyCard } from './proxy-card.tsx';

/** What a twin review found. */
export function ReviewResult({ result, address }: { result: TwinReviewResult; address: string }) {
  const { favourable, fields, absent } = result;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <Finding result={result} />
      {fields.map((field) => (
        <FieldReview key={field.label} field={field} favourable={favourable} address={address} />
      ))}
      {absent.map(({ label, sentence, proxy }, at) => (
        <section key={label} aria-labelledby={`absent-${at}`} className="grid gap-4">
          <div>
            <h2 id={`absent-${at}`} className="text-lg">
              {label}
            </h2>
            <p className="mt-1 max-w-[84ch]">{sentence}</p>
          </div>
          {proxy && <ProxyCard id={`absent-${at}-proxy`} label={label} proxy={proxy} />}
        </section>
      ))}
    </div>
  );
}

function Finding({ result }: { result: TwinReviewResult }) {
  const { sentence, note, caseCount, skippedCount, fields, absent } = result;
  const changed = fields.some(({ changedCount }) => changedCount > 0);
  const skipped = skippedCount > 0 ? ` ${skippedCount} more rows have a value missing or were not answered.` : '';
  return (
    <section aria-label="Main finding" className="card p-7 max-sm:p-5">
      {changed ? (
        <Badge tone="bad" icon={TriangleAlert}>
          Twins differ
        </Badge>
      ) : (
        <Badge tone="line">{fields.length > 0 || absent.length === 0 ? 'No direct use found' : 'Not an input'}</Badge>
      )}
      <p className="strong mt-3 text-balance text-2xl tracking-[-0.018em] max-sm:text-xl">{sentence}</p>
      <p className="num mt-3 text-sm text-muted">
        {`Each of ${caseCount} reference rows was asked again with one sensitive thing changed.${skipped}`}
      </p>
      {note && (
        <div className="mt-4">
          <Notice>{note}</Notice>
        </div>
      )}
    </section>
  );
}
