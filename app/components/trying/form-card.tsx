import { ClipboardPaste, CornerDownLeft, Undo2 } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { FormField } from '#app/preview/contract.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { showToast } from '../ui/toast-queue.ts';
import { FieldList } from './field-list.tsx';
import { changedKeys } from './form-state.ts';
import type { TryingPageData } from './page-data.ts';
import { PasteRow } from './paste-row.tsx';
import type { RunRefusal, Trying } from './use-trying.ts';

interface FormCardProps {
  page: TryingPageData;
  trying: Trying;
}

/** Examples, the generated form, and Run. Without a script it is a plain form that posts. */
export function FormCard({ page, trying }: FormCardProps) {
  const { form, edit, answers, run, isRunning } = trying;
  const [isPasting, setPasting] = useState(false);
  const [refused, setRefused] = useState<RunRefusal | null>(null);
  const controls = useFocusOnRefusal(refused);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run().then((refusal) => {
      if (refusal?.isShown) setRefused(refusal);
      else if (refusal) showToast({ tone: 'failed', title: 'This run was not stored', text: refusal.failure.message });
    });
  };
  const errors = answers.failure?.fields ?? {};
  const notices = noticesOf(trying);
  return (
    <section aria-label="What the model is asked" className="card p-5 max-sm:p-4">
      <FormHead page={page} trying={trying} onPaste={() => setPasting(true)} />
      <form
        ref={controls}
        method="post"
        action={actionOf(page)}
        noValidate
        className="mt-1.5"
        onSubmit={submit}
        onKeyDown={submitOnEnter}
      >
        <FieldList
          fields={page.fields}
          form={form}
          edit={edit}
          address={page.address}
          errors={errors}
          notices={notices}
        />
        {page.fields.length === 0 && <p className="py-2 text-muted">This model takes no input. Run it as it is.</p>}
        <div className="mt-3 border-t border-line pt-4">
          <Button
            type="submit"
            variant="secondary"
            isWide
            icon={CornerDownLeft}
            isPending={isRunning}
            pendingLabel="Running"
          >
            Run and keep
          </Button>
          <p className="mt-2.5 text-xs text-muted">
            Trying stores nothing. What you run, judge or link is kept with these values, for the members of the
            project.
          </p>
        </div>
      </form>
      <PasteRow page={page} isOpen={isPasting} onClose={() => setPasting(false)} edit={edit} />
    </section>
  );
}

/** Leads from a run that was refused to the first field to mend; what is refused while one types moves nothing. */
function useFocusOnRefusal(refused: RunRefusal | null): RefObject<HTMLFormElement> {
  const controls = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // By now the messages stand at their fields.
    if (refused) controls.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refused]);
  return controls;
}

function FormHead({ page, trying, onPaste }: FormCardProps & { onPaste: () => void }) {
  const hasExamples = page.examples.length > 0;
  // A single list has a paste of its own.
  const hasRow =
    page.fields.length > 1 || page.fields.some(({ picture, series, tensor }) => !(picture || series || tensor));
  const paste = hasRow && (
    <button
      type="button"
      className="link needs-script inline-flex items-center gap-1.5 text-sm max-sm:-my-2.5 max-sm:min-h-11"
      onClick={onPaste}
    >
      <Icon of={ClipboardPaste} size={14} />
      Paste rows
    </button>
  );
  return (
    <>
      {hasExamples && (
        <>
          <div className="mb-3 flex items-center justify-between">
            <h2 className="h-section">Start from an example</h2>
            {paste}
          </div>
          <ExampleChips page={page} trying={trying} />
        </>
      )}
      <div className={hasExamples ? 'mt-3.5 border-t border-line pt-3' : ''}>
        <div className="flex min-h-6 items-center justify-between gap-3">
          <h2 className="h-section">What the model is asked</h2>
          {hasExamples ? <Changes {...trying} fields={page.fields} /> : paste}
        </div>
        {!hasExamples && <Changes {...trying} fields={page.fields} />}
      </div>
    </>
  );
}

/** '1 of 9 changed', the way back, and one step back. */
function Changes({ form, edit, fields }: Pick<Trying, 'form' | 'edit'> & { fields: FormField[] }) {
  const changed = changedKeys(form).length;
  if (changed === 0 && form.past.length === 0) return null;
  return (
    <span className="flex items-center gap-3 text-xs text-muted">
      {changed > 0 && (
        <span className="num">{fields.length === 1 ? 'Changed' : `${changed} of ${fields.length} changed`}</span>
      )}
      {changed > 0 && fields.length > 1 && (
        <button
          type="button"
          className="link min-h-6 max-sm:-my-2.5 max-sm:min-h-11"
          onClick={() => edit({ type: 'reset-all' })}
        >
          Reset all
        </button>
      )}
      {form.past.length > 0 && (
        <button
          type="button"
          className="link inline-flex min-h-6 items-center gap-1 max-sm:-my-2.5 max-sm:min-h-11"
          onClick={() => edit({ type: 'undo' })}
        >
          <Icon of={Undo2} size={12} />
          Undo
        </button>
      )}
    </span>
  );
}

function ExampleChips({ page, trying }: FormCardProps) {
  const { form, runExample } = trying;
  const isUnchanged = changedKeys(form).length === 0;
  const choose = (place: number): void => {
    void runExample(place).then((failure) => {
      if (failure) showToast({ tone: 'failed', title: 'The example could not be run', text: failure.message });
    });
  };
  return (
    <nav aria-label="Examples" className="scroll-chips">
      {page.examples
        .map((example, place) => ({ ...example, place, href: `${page.address}?example=${place}` }))
        .map(({ place, href, ...example }) => (
          <a
            key={href}
            className="chip"
            href={href}
            title={example.note ?? undefined}
            aria-current={place === form.example && isUnchanged ? 'true' : undefined}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey || page.state === 'retired') return;
              event.preventDefault();
              choose(place);
            }}
          >
            {example.name}
          </a>
        ))}
    </nav>
  );
}

/** Where the form goes without a script: to this very version, and back to this example when it is refused. */
function actionOf({ address, chosen }: TryingPageData): string {
  return chosen === null || chosen === 0 ? address : `${address}?example=${chosen}`;
}

/** Enter runs by itself in every control but a text area, where it is a new line. */
function submitOnEnter(event: KeyboardEvent<HTMLFormElement>): void {
  const isAsked = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
  if (!isAsked || !(event.target instanceof HTMLTextAreaElement)) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}

/** What to know about a value, at its field, while the answer on the screen is about it. */
function noticesOf({ answers, isCurrent }: Trying): Record<string, string> {
  if (!isCurrent) return {};
  const named = (answers.shown?.answer.notices ?? []).flatMap(({ key, code }) =>
    key === undefined ? [] : [[key, NOTICE_WORDS[code] ?? 'Look at this value.'] as const],
  );
  return Object.fromEntries(named);
}

const NOTICE_WORDS: Record<string, string> = {
  'outside-range': 'Outside what the model has seen',
  unseen: 'Never seen by the model',
};
