import { Notice } from '../ui/notice.tsx';
import type { DescribeTried } from './page-data.ts';

/** Why a form came to nothing. What was typed is in its controls again. */
export function Refused({ tried: { failure, news } }: { tried: DescribeTried }) {
  const isStale = failure.code === 'FL_DESCRIPTION_STALE';
  return (
    <Notice tone={isStale ? 'warn' : 'bad'}>
      <div role="alert">
        <p className="font-medium">{failure.message}</p>
        {isStale && (
          <>
            <ul className="mt-1 list-disc pl-5">
              {news.map(({ by, changes }, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: revisions in their order, which never changes
                <li key={at}>
                  {by}: {changes.length > 0 ? changes.join('. ') : 'a change nobody wrote down'}
                </li>
              ))}
            </ul>
            <p className="mt-1">What you entered is still here. Saving again changes only what you changed.</p>
          </>
        )}
      </div>
    </Notice>
  );
}
