import { Form, useNavigation } from '@remix-run/react';
import { type RefObject, useCallback, useRef } from 'react';
import type { FlagListItem, FlagState, ThreadEntry } from '#app/feedback/contract.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { FieldError } from '../ui/text-field.tsx';
import { moveWords } from './flag-words.ts';
import { useKeptText } from './use-kept-text.ts';

/** What was sent and refused. */
export interface TriedReply {
  message: string;
  fields: Record<string, string>;
  values: { body: string; state: string; version: string; duplicateOf: string };
}

interface ThreadComposerProps {
  flag: FlagListItem;
  entries: readonly ThreadEntry[];
  moves: readonly FlagState[];
  versions: readonly number[];
  viewer: { id: string; name: string };
  /** Where it goes. */
  action: string;
  tried: TriedReply | undefined;
  field: RefObject<HTMLTextAreaElement>;
}

/** Says something under a flag, and moves it on with the same words where the viewer can. */
export function ThreadComposer(props: ThreadComposerProps) {
  const { flag, entries, moves, versions, viewer, action, tried, field } = props;
  const isPending = useNavigation().formAction?.split('?', 1)[0] === action.split('?', 1)[0];
  const wasSent = useSentBefore(entries, viewer.id);
  useKeptText(field, `reply:${viewer.id}:${flag.id}`, wasSent);
  const form = useRef<HTMLFormElement>(null);
  const errors = tried?.fields ?? {};
  const bodyError = errors.body ?? errors.reason;
  const hasFieldError = Boolean(bodyError ?? errors.version ?? errors.duplicateOf);
  return (
    <Form ref={form} method="post" action={action} className="composer" aria-label="Reply">
      {tried && !hasFieldError && <ErrorSummary message={tried.message} />}
      {moves.length > 0 && <Moves {...{ flag, moves, versions, tried }} />}
      <div className="flex items-end gap-3">
        <span className="max-sm:hidden self-center">
          <Avatar name={viewer.name} isNamed />
        </span>
        <div className="min-w-0 flex-1">
          <textarea
            ref={field}
            name="body"
            rows={1}
            className="input composer-text"
            aria-label={replyWords(flag, viewer.id)}
            placeholder={replyWords(flag, viewer.id)}
            defaultValue={tried?.values.body}
            aria-keyshortcuts="R"
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit();
            }}
            {...(bodyError && { 'aria-invalid': true as const, 'aria-describedby': 'body-error' })}
          />
          <div role="alert">
            <FieldError name="body" error={bodyError} />
          </div>
        </div>
        <Button type="submit" variant="primary" isPending={isPending} pendingLabel="Sending">
          Send
        </Button>
      </div>
    </Form>
  );
}

function replyWords({ reporter }: FlagListItem, viewerId: string): string {
  return reporter.id === viewerId ? 'Reply to the publishers' : `Reply to ${reporter.name}`;
}

/** The newest thing this person said is what is still kept here: it arrived. */
function useSentBefore(entries: readonly ThreadEntry[], viewerId: string): (text: string) => boolean {
  const own = entries.filter(({ actor }) => actor.id === viewerId).at(-1);
  const said = own?.type === 'reply' ? own.body : own?.type === 'change' ? own.reason : null;
  return useCallback((text: string) => said !== null && text.replace(/\r\n?/g, '\n').trim() === said, [said]);
}

type MovesProps = Pick<ThreadComposerProps, 'flag' | 'moves' | 'versions' | 'tried'>;

/** Only a reply, or a reply that moves the flag on; what a state has to be given with appears once it is chosen. */
function Moves({ flag, moves, versions, tried }: MovesProps) {
  const errors = tried?.fields ?? {};
  const chosen = tried?.values.state ?? '';
  return (
    <fieldset className="moves">
      <legend className="sr-only">What happens with the flag</legend>
      <Move value="" label="Only reply" chosen={chosen} />
      {moves.map((move) => (
        <Move key={move} value={move} label={moveWords(move, flag.state)} chosen={chosen} />
      ))}
      {versions.length > 0 && (
        <label className="move-more move-version">
          <span className="text-sm text-muted">in version</span>
          <select name="version" className="input input-sm" defaultValue={tried?.values.version}>
            {versions.map((number) => (
              <option key={number} value={number}>
                v{number}
              </option>
            ))}
          </select>
        </label>
      )}
      {moves.includes('duplicate') && (
        <label className="move-more move-original">
          <span className="text-sm text-muted">of flag number</span>
          <input
            name="duplicateOf"
            className="input input-sm"
            inputMode="numeric"
            defaultValue={tried?.values.duplicateOf}
            {...(errors.duplicateOf && { 'aria-invalid': true as const, 'aria-describedby': 'duplicateOf-error' })}
          />
        </label>
      )}
      <p className="move-more move-reason text-sm text-muted">Say why below: the reporter reads it.</p>
      <div role="alert">
        <FieldError name="version" error={errors.version} />
        <FieldError name="duplicateOf" error={errors.duplicateOf} />
      </div>
    </fieldset>
  );
}

function Move({ value, label, chosen }: { value: string; label: string; chosen: string }) {
  return (
    <label className="move">
      <input type="radio" name="state" value={value} defaultChecked={value === chosen} />
      {label}
    </label>
  );
}
