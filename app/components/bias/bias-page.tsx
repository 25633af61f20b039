import { Form, useNavigation, useRevalidator } from '@remix-run/react';
import { ChevronDown } from 'lucide-react';
import { useEffect } from 'react';
import type { TwinReviewView } from '#app/preview/contract.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProgressBar } from '../ui/progress.tsx';
import type { BiasPageData } from './page-data.ts';
import { ReviewResult } from './review-result.tsx';

interface BiasPageProps {
  page: BiasPageData;
  /** Why starting a review was refused. */
  refusal: string | null;
}

/** Whether a version treats the same case alike whatever group it is of: the twins of all its reference rows. */
export function BiasPage({ page, refusal }: BiasPageProps) {
  const { review } = page;
  return (
    <main id="main" className="page grid grid-cols-[minmax(0,1fr)] gap-5 pt-6 pb-12">
      <div>
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="text-xl">Bias</h1>
          <VersionSwitch page={page} />
          {page.state === 'retired' && <Badge>Retired</Badge>}
        </div>
        <p className="mt-1.5 max-w-[84ch] text-sm text-muted">
          Twins are the same case with one sensitive thing changed. If the answer changes with it, the model uses it.
        </p>
      </div>
      {refusal && <Notice tone="bad">{refusal}</Notice>}
      {review.state === 'done' ? (
        <ReviewResult result={review.result} address={`/m/${page.model}/v/${page.number}`} />
      ) : (
        <div className="card p-6">
          <NotDone review={review} here={`/m/${page.model}/bias?v=${page.number}`} />
        </div>
      )}
    </main>
  );
}

function VersionSwitch({ page: { model, number, versions } }: { page: BiasPageData }) {
  const words = <span className="num strong">v{number}</span>;
  if (versions.length < 2) return words;
  const items = versions.map((version) => ({
    id: String(version.number),
    label: `v${version.number}`,
    detail: version.state === 'retired' ? 'Retired' : version.state === 'ready' ? 'Not announced' : '',
    isCurrent: version.number === number,
    to: `/m/${model}/bias?v=${version.number}`,
  }));
  return (
    <Menu label="Switch version" className="btn btn-sm num" groups={[{ label: 'Versions', items }]}>
      {words}
      <Icon of={ChevronDown} size={14} className="text-faint" />
    </Menu>
  );
}

/** Nothing yet, under way, or failed: what it is, and what to do. */
function NotDone({ review, here }: { review: Exclude<TwinReviewView, { state: 'done' }>; here: string }) {
  if (review.state === 'running') return <Running review={review} here={here} />;
  if (review.state === 'failed') {
    return (
      <div className="grid gap-4">
        <Notice tone="bad">{`The twin review came to nothing. ${review.problem}`}</Notice>
        <StartForm here={here}>Start again</StartForm>
      </div>
    );
  }
  if (review.problem !== null) return <EmptyState>{review.problem}</EmptyState>;
  return (
    <EmptyState action={<StartForm here={here}>Ask all twins</StartForm>}>
      Every reference row is asked again with each sensitive input changed, and with the words of other groups in texts.
      It takes a few seconds for most models, and nothing of it is stored as a run.
    </EmptyState>
  );
}

function StartForm({ here, children }: { here: string; children: string }) {
  const isPending = useNavigation().formAction !== undefined;
  return (
    <Form method="post" action={here}>
      <Button type="submit" variant="primary" isPending={isPending} pendingLabel="Starting">
        {children}
      </Button>
    </Form>
  );
}

const LOOK_AGAIN_MS = 1_000;

function Running({ review, here }: { review: Extract<TwinReviewView, { state: 'running' }>; here: string }) {
  const { doneCount, caseCount } = review;
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (state !== 'idle') return;
    const timer = setTimeout(revalidate, LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [revalidate, state]);
  return (
    <div className="grid gap-4">
      <ProgressBar label="Asking twins" {...(caseCount ? { share: doneCount / caseCount } : {})}>
        {caseCount === null ? 'Reading the rows' : `${doneCount} of ${caseCount} rows asked`}
      </ProgressBar>
      <noscript>
        <ButtonLink to={here}>Look again</ButtonLink>
      </noscript>
    </div>
  );
}
