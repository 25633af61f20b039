import { Form, useNavigation } from '@remix-run/react';
import { Check, ExternalLink, LoaderCircle, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, ButtonLink } from '../ui/button.tsx';
import { formatDuration } from '../ui/duration.ts';
import { Icon } from '../ui/icon.tsx';
import { Moment } from '../ui/moment.tsx';
import { ProgressSteps } from '../ui/progress.tsx';
import { CopyLink } from './copy-link.tsx';
import type { PublishedData, UploadPageData } from './page-data.ts';
import { progressSteps } from './publish-steps.ts';
import { useUploadSteps } from './use-upload-steps.ts';

/** How the upload goes or went: the finding, the link, and its steps with their times. */
export function UploadHead({ page }: { page: UploadPageData }) {
  const steps = useUploadSteps(page);
  const { published, state } = page;
  const isKnown = page.models.some(({ name }) => name === page.model);
  return (
    <section className="card p-6 max-sm:p-4" aria-label="Publishing">
      <div className="flex flex-wrap items-center gap-4">
        <Mark state={state} />
        <div className="min-w-[240px] flex-1">
          <h1 className="text-xl" aria-live="polite">
            {titleOf(page)}
          </h1>
          <p className="mt-0.5 text-sm text-muted">
            <Sender page={page} />
            {published && <Unsure published={published} />}
          </p>
        </div>
        {published && <Actions published={published} />}
        {state === 'refused' && (
          <ButtonLink variant="primary" to={isKnown ? `/publish?model=${encodeURIComponent(page.model)}` : '/publish'}>
            Choose other files
          </ButtonLink>
        )}
      </div>
      {page.refusal && <Refusal refusal={page.refusal} />}
      {(steps.length > 0 || state === 'running') && (
        <div className="mt-6">
          <ProgressSteps label="Steps" steps={progressSteps(steps, state, page.refusal?.code)} />
        </div>
      )}
    </section>
  );
}

const MARKS = {
  running: { icon: LoaderCircle, look: 'bg-accent-soft text-accent-text' },
  done: { icon: Check, look: 'bg-ok-soft text-ok-text' },
  refused: { icon: X, look: 'bg-bad-soft text-bad-text' },
} as const;

function Mark({ state }: Pick<UploadPageData, 'state'>) {
  const { icon, look } = MARKS[state];
  return (
    <span aria-hidden="true" className={`grid h-10 w-10 place-items-center rounded-full ${look}`}>
      <Icon of={icon} size={20} weight={2.5} />
    </span>
  );
}

function titleOf({ state, model, published }: UploadPageData): string {
  if (state === 'refused') return `${model} was not published`;
  if (!published) return `Publishing ${model}`;
  const { number, isKnown, totalMs } = published;
  if (isKnown) return `These files are v${number} already`;
  const took = formatDuration(totalMs);
  if (published.state === 'retired') return `v${number} is retired`;
  return published.state === 'announced'
    ? `v${number} is live, ${took} after you dropped it`
    : `v${number} is ready, ${took} after you dropped it`;
}

function Sender({ page: { fileName, sentBy, isOwn, receivedAt } }: { page: UploadPageData }) {
  const who = isOwn ? 'you' : sentBy;
  return (
    <>
      {fileName && <span className="code break-all">{fileName}</span>}
      {fileName ? ', sent' : 'Sent'}
      {who && ` by ${who}`} <Moment at={receivedAt} />.{' '}
    </>
  );
}

function Unsure({ published: { inputs, state } }: { published: PublishedData }) {
  const unsure = inputs.filter(({ isSure }) => !isSure).length;
  if (unsure === 0) return null;
  const count = unsure === 1 ? 'One input is' : `${unsure} inputs are`;
  return <>{`${count} worth a look${state === 'ready' ? ' before you announce it' : ''}.`}</>;
}

function Actions({ published: { address, link, state } }: { published: PublishedData }) {
  const { formData } = useNavigation();
  const isAnnouncing = formData?.get('intent') === 'announce';
  return (
    <>
      <CopyLink link={link} shown={address} />
      {state === 'ready' ? (
        <Form method="post" preventScrollReset>
          <input type="hidden" name="intent" value="announce" />
          <Button variant="primary" type="submit" isPending={isAnnouncing} pendingLabel="Announcing">
            Announce it
          </Button>
        </Form>
      ) : (
        <ButtonLink variant="primary" to={address} icon={ExternalLink}>
          Open the page
        </ButtonLink>
      )}
    </>
  );
}

function Refusal({ refusal }: { refusal: NonNullable<UploadPageData['refusal']> }): ReactNode {
  const fields = Object.entries(refusal.fields).filter(([, text]) => !refusal.message.includes(text));
  return (
    <div className="message-bad mt-5">
      <p className="font-medium">{refusal.message}</p>
      {fields.length > 0 && (
        <ul className="mt-1.5 list-disc pl-5 text-sm">
          {fields.map(([field, text]) => (
            <li key={field}>
              {field}: {text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
