import { Form, Link, useNavigation } from '@remix-run/react';
import { ArrowRight, Minus, Plus } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { NotEnough } from '../ui/empty-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { TextArea, TextField } from '../ui/text-field.tsx';
import { usePolling } from '../ui/use-polling.ts';
import { accuracyWords } from './accuracy-words.ts';
import type { ChangeRow, EditState, PublishedData } from './page-data.ts';

/** The request the model answers: asked once, shown on top of every preview. */
export function AskCard({ ask, edit }: { ask: PublishedData['ask']; edit: EditState }) {
  if (ask && !edit.isAsk) {
    return (
      <section className="card p-5" aria-label="The ask">
        <div className="flex items-baseline gap-3">
          <h2 className="h-section">The ask</h2>
          <Link className="link ml-auto text-sm" to="?edit.ask" preventScrollReset replace>
            Change<span className="sr-only"> the ask</span>
          </Link>
        </div>
        <p className="mt-2 font-medium">{ask.sentence}</p>
        <dl className="mt-2 grid gap-1 text-sm">
          {ask.by && <Part name="Who asked" text={ask.by} />}
          {ask.good && <Part name="Good looks like" text={ask.good} />}
          {ask.decision && <Part name="What depends on it" text={ask.decision} />}
        </dl>
      </section>
    );
  }
  return <AskForm ask={ask} failure={edit.isAsk ? edit.failure : null} />;
}

function Part({ name, text }: { name: string; text: string }) {
  return (
    <div>
      <dt className="inline text-muted">{name}: </dt>
      <dd className="inline">{text}</dd>
    </div>
  );
}

function AskForm({ ask, failure }: Pick<PublishedData, 'ask'> & Pick<EditState, 'failure'>) {
  const isSaving = useNavigation().formData?.get('intent') === 'ask';
  return (
    <section className="card p-5" aria-label="The ask">
      <h2 className="h-section">What was asked for?</h2>
      <p className="mt-1 text-sm text-muted">People see it on top of the page. Asked once for a model.</p>
      <Form method="post" preventScrollReset className="mt-4 grid gap-4">
        <input type="hidden" name="intent" value="ask" />
        <TextField name="by" label="Who asked" defaultValue={ask?.by} maxLength={200} isOptional />
        <TextArea
          name="sentence"
          label="In one sentence"
          defaultValue={ask?.sentence}
          error={failure?.fields.sentence ?? failure?.message}
          rows={2}
          maxLength={1000}
          required
        />
        <TextArea name="good" label="Good looks like" defaultValue={ask?.good} rows={2} maxLength={1000} isOptional />
        <TextField
          name="decision"
          label="Which decision depends on it"
          defaultValue={ask?.decision}
          maxLength={1000}
          isOptional
        />
        <div className="flex gap-2">
          <Button type="submit" variant={ask ? 'primary' : 'secondary'} isPending={isSaving} pendingLabel="Saving">
            Keep the ask
          </Button>
          {ask && (
            <Link className="btn btn-quiet" to="?" preventScrollReset replace>
              Cancel
            </Link>
          )}
        </div>
      </Form>
    </section>
  );
}

/** How often it is right on the reference rows, and between what that could lie for others like them. */
export function AccuracyCard({ accuracy, answerUnit }: Pick<PublishedData, 'accuracy' | 'answerUnit'>) {
  const isPending = accuracy.state === 'pending';
  usePolling(isPending);
  if (accuracy.state === 'none') return null;
  return (
    <section className="card p-5" aria-label="On the reference rows">
      <h2 className="h-section">On your reference rows</h2>
      <div className="mt-3" aria-live="polite">
        {accuracy.state === 'pending' ? (
          <NotEnough title="Being asked now">Each row with a true answer is asked once.</NotEnough>
        ) : accuracy.state === 'incomparable' ? (
          <NotEnough title="Not to compare">
            The true answers are none of the model's. Rename its answers to what the rows call them.
          </NotEnough>
        ) : (
          <AccuracyWords {...accuracyWords(accuracy, answerUnit)} />
        )}
      </div>
    </section>
  );
}

function AccuracyWords({ headline, sentence, note }: ReturnType<typeof accuracyWords>) {
  return (
    <>
      <p className="text-lg font-strong">{headline}</p>
      {sentence && <p className="mt-1 text-sm">{sentence}</p>}
      {note && <p className="mt-2 text-sm text-muted">{note}</p>}
    </>
  );
}

const CHANGE_LOOKS = {
  added: { icon: Plus, word: 'New', look: 'text-ok-text' },
  removed: { icon: Minus, word: 'Gone', look: 'text-bad-text' },
  changed: { icon: ArrowRight, word: 'Changed', look: 'text-muted' },
} as const;

/** What people will find different in the form. */
export function ChangesCard({ changes }: { changes: NonNullable<PublishedData['changes']> }) {
  const { since, rows } = changes;
  return (
    <section className="card p-5" aria-label="What changed in the inputs">
      <h2 className="h-section">Inputs since v{since}</h2>
      <p className="mt-2 text-lg font-strong">{changeHeadline(rows)}</p>
      {rows.length > 0 && (
        <ul className="rule mt-3 border-t border-line text-sm">
          {rows.map((row) => (
            <li key={`${row.change} ${row.key}`} className="py-2.5">
              <Changed row={row} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Changed({ row: { change, label, details } }: { row: ChangeRow }) {
  const { icon, word, look } = CHANGE_LOOKS[change];
  return (
    <>
      <p className="flex items-center gap-2">
        <Icon of={icon} size={14} weight={2.25} className={look} />
        <span className="font-medium">{label}</span>
        <span className="ml-auto shrink-0 text-xs text-muted">{word}</span>
      </p>
      {details.map((detail) => (
        <p key={detail} className="mt-0.5 pl-[22px] text-muted">
          {detail}
        </p>
      ))}
    </>
  );
}

function changeHeadline(rows: readonly ChangeRow[]): string {
  if (rows.length === 0) return 'Nothing changed';
  const counted = (change: ChangeRow['change'], word: string): string | null => {
    const count = rows.filter((row) => row.change === change).length;
    return count === 0 ? null : `${count} ${word}`;
  };
  const parts = [counted('added', 'new'), counted('removed', 'gone'), counted('changed', 'changed')];
  return parts.filter((part) => part !== null).join(', ');
}

/** The link as a picture, for a phone held to the screen. */
export function QrCard({ qr, link }: Pick<PublishedData, 'qr' | 'link'>) {
  return (
    <section className="card flex items-center gap-4 p-5" aria-label="Open on a phone">
      <svg className="qr" viewBox={`0 0 ${qr.size} ${qr.size}`} role="img" aria-label={`QR code of ${link}`}>
        <rect width={qr.size} height={qr.size} className="qr-paper" />
        <path d={qr.path} className="qr-ink" shapeRendering="crispEdges" />
      </svg>
      <div className="min-w-0 text-sm">
        <h2 className="h-section">On a phone</h2>
        <p className="mt-1 text-muted">Hold its camera to the code. Whoever opens the link signs in first.</p>
      </div>
    </section>
  );
}

/** Repairs, and what of the files could not be used. */
export function NoticesCard({ notices }: Pick<PublishedData, 'notices'>) {
  if (notices.length === 0) return null;
  return (
    <section className="card p-5" aria-label="About the files">
      <h2 className="h-section">About the files</h2>
      <ul className="rule mt-2 text-sm">
        {notices.map(({ code, message }) => (
          <li key={`${code} ${message}`} className="py-2 first:pt-0 last:pb-0">
            {message}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Pictures that people can try it with. */
export function PicturesCard({ pictures }: Pick<PublishedData, 'pictures'>) {
  if (pictures.length === 0) return null;
  return (
    <section className="card p-5" aria-label="Examples">
      <h2 className="h-section">{pictures.length === 1 ? 'One example' : `${pictures.length} examples`}</h2>
      <ul className="pictures mt-3">
        {pictures.map(({ name, address }) => (
          <li key={`${name} ${address}`} className="min-w-0 text-xs text-muted">
            <img src={address} alt="" loading="lazy" width="72" height="72" />
            <span className="mt-1 block truncate">{name}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
