import type { MetaFunction } from '@remix-run/node';
import { ButtonSamples } from '#app/components/showcase/button-samples.tsx';
import { FieldSamples, StackedFieldSamples } from '#app/components/showcase/field-samples.tsx';
import { AnswerSamples, BadgeSamples, ProgressSamples, StepSamples } from '#app/components/showcase/mark-samples.tsx';
import { EmptySamples, NoticeSamples, ToastSamples } from '#app/components/showcase/message-samples.tsx';
import { OverlaySamples } from '#app/components/showcase/overlay-samples.tsx';
import { SearchSample } from '#app/components/showcase/search-sample.tsx';
import { TableSamples } from '#app/components/showcase/table-samples.tsx';
import type { HeaderHandle } from '#app/components/ui/shell/header-slots.ts';
import { ModelSwitcher } from '#app/components/ui/shell/model-switcher.tsx';

/** Every part of the library with its states. In development only: the site map leaves it out of what is built. */

export const meta: MetaFunction = () => [{ title: 'Components · Firstlook' }];

const MODELS = [
  { name: 'mortgage-approval', title: 'Mortgage approval' },
  { name: 'churn', title: 'Churn risk' },
];

export const handle: HeaderHandle = {
  header: () => ({ switcher: <ModelSwitcher name="mortgage-approval" title="Mortgage approval" models={MODELS} /> }),
};

export function loader() {
  return null;
}

const COLOURS = [
  'bg-canvas bg-surface bg-sunken bg-line bg-line-strong bg-line-control bg-faint bg-muted bg-text',
  'bg-accent-soft bg-accent-line bg-accent bg-a1 bg-a2 bg-a3 bg-ok bg-warn bg-bad',
].flatMap((names) => names.split(' '));

export default function Components() {
  return (
    <main id="main" className="page pb-24">
      <div className="flex flex-wrap items-end justify-between gap-4 pt-8 pb-6">
        <div>
          <h1 className="text-xl">Components and states</h1>
          <p className="mt-1 text-sm text-muted">Every part the pages are made of.</p>
        </div>
        <div className="flex flex-wrap gap-1.5" role="img" aria-label="Colour scales">
          {COLOURS.map((colour) => (
            <i key={colour} className={`size-7 rounded-sm border border-line ${colour}`} />
          ))}
        </div>
      </div>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-12">
        <ButtonSamples />
        <FieldSamples />
        <div className="grid min-w-0 grid-cols-1 content-start gap-4 lg:col-span-7">
          <AnswerSamples />
          <BadgeSamples />
          <ProgressSamples />
        </div>
        <StepSamples />
        <ToastSamples />
        <EmptySamples />
        <StackedFieldSamples />
        <NoticeSamples />
        <OverlaySamples />
        <SearchSample />
        <TableSamples />
      </div>
    </main>
  );
}
