import { Button } from '../ui/button.tsx';
import { EmptyState, NotEnough } from '../ui/empty-state.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Notice } from '../ui/notice.tsx';
import { SkeletonList } from '../ui/skeleton.tsx';
import { ToastCard } from '../ui/toast.tsx';
import { showToast, type ToastContent } from '../ui/toast-queue.ts';
import { Sample } from './sample.tsx';

const nothing = (): void => undefined;

const TOASTS: ToastContent[] = [
  {
    tone: 'done',
    title: 'Flag 221 saved',
    text: 'Maya hears about it now.',
    links: [{ label: 'Open flag', to: '/flags' }],
    action: { label: 'Undo', shortcut: 'Z', onAction: nothing },
  },
  {
    tone: 'offline',
    title: 'No connection',
    text: 'Kept on this device. We send it when you are back.',
    action: { label: 'Retry', onAction: nothing },
  },
  {
    tone: 'failed',
    title: 'Could not publish',
    text: 'The file has an input without a size. Name it and drop it again.',
    links: [{ label: 'See where', to: '/models' }],
  },
];

export function ToastSamples() {
  return (
    <Sample title="Toast">
      <div className="grid gap-4 lg:grid-cols-3">
        {TOASTS.map((content) => (
          <div key={content.tone} className="grid grid-rows-[1fr_auto] gap-3">
            <ToastCard content={content} onClose={content.tone === 'failed' ? nothing : undefined} />
            <div>
              <Button size="small" onClick={() => showToast(content)}>
                Show it: {content.title}
              </Button>
            </div>
          </div>
        ))}
      </div>
    </Sample>
  );
}

export function NoticeSamples() {
  return (
    <Sample title="Notice" className="lg:col-span-8">
      <div className="grid gap-3">
        <Notice>What you type here is kept with the run, so that others can see it.</Notice>
        <Notice tone="accent" action={<Button size="small">See it</Button>}>
          Version 3 is out. This page shows version 2.
        </Notice>
        <Notice tone="ok">Your judgement is saved.</Notice>
        <Notice tone="warn">410% is outside what the model has seen, 0 to 64%. The answer is a guess.</Notice>
        <ErrorSummary
          message="Two values need a look before it can run."
          fields={[
            { id: 'dti', label: 'Debt-to-income', message: 'highest is 64%' },
            { id: 'none', label: 'Loan-to-value', message: 'needs a number' },
          ]}
        />
      </div>
    </Sample>
  );
}

export function EmptySamples() {
  return (
    <>
      <Sample title="Empty" className="lg:col-span-4">
        <EmptyState action={<Button size="small">Try an example</Button>}>
          No flags yet. Try an answer and press{' '}
          <span className="inline-flex align-middle">
            <Kbd>F</Kbd>
          </span>{' '}
          if it looks wrong.
        </EmptyState>
      </Sample>
      <Sample title="Loading list" className="lg:col-span-4">
        <SkeletonList label="Flags are coming" />
      </Sample>
      <Sample title="Not enough data" className="lg:col-span-4">
        <NotEnough title="Not reached yet">4 of 12 versions judged. We need 6 to name a middle value.</NotEnough>
      </Sample>
    </>
  );
}
