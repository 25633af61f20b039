import { Check, CircleHelp, CircleX, Lightbulb, Scale, Split } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { FLAG_KINDS, type FlagKind, type FlagSeverity } from '#app/feedback/contract.ts';
import { DecisionGlyph } from '../answers/answer-card.tsx';
import { headline } from '../answers/answer-words.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { ChoiceCards } from '../ui/choice-cards.tsx';
import { SidePanel } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { TextArea, TextField } from '../ui/text-field.tsx';
import { type FlagDraft, hasWords, noteOf, problemsOf } from './flag-draft.ts';
import type { Judging } from './judging.ts';

interface FlagComposerProps {
  judging: Judging;
  draft: FlagDraft;
  versionNumber: number;
  /** How many values are kept with the flag. */
  fieldCount: number;
  viewerName: string;
  /** Where signing in leads back to. */
  here: string;
}

const KINDS: Record<FlagKind, { label: string; hint: string; icon: typeof CircleX; shortcut: string }> = {
  wrong: { label: 'Wrong', hint: 'It should say something else', icon: CircleX, shortcut: '1' },
  boundary: { label: 'Boundary', hint: 'The line is in the wrong place', icon: Split, shortcut: '2' },
  bias: { label: 'Bias', hint: 'People are treated differently', icon: Scale, shortcut: '3' },
  unclear: { label: 'Unclear', hint: 'I can’t tell why', icon: CircleHelp, shortcut: '4' },
  idea: { label: 'Idea', hint: 'It could do more', icon: Lightbulb, shortcut: '5' },
};
const KIND_ORDER = (['wrong', 'boundary', 'bias', 'unclear', 'idea'] as const satisfies readonly FlagKind[]).filter(
  (kind) => FLAG_KINDS.includes(kind),
);
const CARDS = KIND_ORDER.map((value) => ({ value, ...KINDS[value] }));
const SEVERITIES = [
  { value: 'minor', label: 'Minor' },
  { value: 'serious', label: 'Serious' },
  { value: 'stops-release', label: 'Stops the release' },
];
const SEVERITY_HINTS: Record<FlagSeverity, string> = {
  minor: 'Good to know. It can wait.',
  serious: 'It should be dealt with before more people rely on it.',
  'stops-release': 'No more people should get this version until it is fixed.',
};
const COUNTED_FROM = 9_000;

/**
 * Says what is wrong with the answer on the screen. Escape closes and keeps what was written. Its fields have ids of
 * their own: the page under it can have fields of the same names.
 */
export function FlagComposer(props: FlagComposerProps) {
  const { judging, draft, versionNumber, fieldCount } = props;
  const [isTried, setTried] = useState(false);
  const problems = problemsOf(draft);
  const send = (): void => {
    setTried(true);
    if (Object.keys(problems).length === 0) void judging.send();
    else {
      const field = document.getElementById(problems.kind ? 'composer-kind' : 'composer-note');
      (field?.querySelector('input') ?? field)?.focus();
    }
  };
  useKeys((event) => pressKey(event, send));
  const isKept = judging.isDraftKept && hasWords(draft);
  return (
    <SidePanel
      isOpen
      onClose={judging.close}
      title="Flag a problem"
      closeLabel={isKept ? 'Close, the draft is kept' : 'Close'}
      status={isKept && <DraftSaved />}
      footer={<Foot {...props} onSend={send} />}
    >
      <div className="grid gap-5">
        <AboutAnswer draft={draft} versionNumber={versionNumber} fieldCount={fieldCount} />
        {judging.isMoved && <Moved onStartOver={judging.startOver} />}
        {judging.problem && <Problem {...judging.problem} here={props.here} />}
        <ChoiceCards
          id="composer-kind"
          name="kind"
          label="What kind of problem?"
          cards={CARDS}
          value={draft.kind ?? ''}
          onValueChange={(kind) => judging.change({ kind: kind as FlagKind })}
          error={isTried ? problems.kind : undefined}
        />
        <TextField
          id="composer-expected"
          name="expected"
          label="What should it have said?"
          isOptional
          maxLength={1_000}
          autoComplete="off"
          value={draft.expected}
          onChange={(event) => judging.change({ expected: event.currentTarget.value })}
        />
        <TextArea
          id="composer-note"
          name="note"
          label="Why does it matter?"
          isOptional
          rows={4}
          value={draft.note}
          hint={countOf(draft)}
          error={problems.note}
          onChange={(event) => judging.change({ note: event.currentTarget.value })}
        />
        <Segmented
          id="composer-severity"
          name="severity"
          label="How serious is it?"
          options={SEVERITIES}
          value={draft.severity}
          onValueChange={(severity) => judging.change({ severity: severity as FlagSeverity })}
        />
        <p className="-mt-3 text-xs text-muted">{SEVERITY_HINTS[draft.severity]}</p>
      </div>
    </SidePanel>
  );
}

function DraftSaved() {
  return (
    <>
      <Icon of={Check} size={14} weight={2.25} className="text-ok-text" />
      Draft saved
    </>
  );
}

function AboutAnswer({
  draft,
  versionNumber,
  fieldCount,
}: Pick<FlagComposerProps, 'draft' | 'versionNumber' | 'fieldCount'>) {
  const { answer } = draft.judged;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-sm">
      <p className="inline-flex flex-wrap items-center gap-x-2">
        <span className="text-muted">About this answer:</span>
        <span className="inline-flex items-center gap-1.5 font-medium">
          <DecisionGlyph answer={answer} size="medium" />
          {headline(answer)}
          {answer.closeCall && ', close call'}
        </span>
      </p>
      <p className="text-muted">
        v{versionNumber}
        {fieldCount > 0 && ` and ${fieldCount === 1 ? 'its value' : `all ${fieldCount} values`}`} are kept with it
      </p>
    </div>
  );
}

/** Words kept from before, about another answer than the one on the screen. */
function Moved({ onStartOver }: { onStartOver: () => void }) {
  return (
    <Notice
      action={
        <Button size="small" onClick={onStartOver}>
          Start over
        </Button>
      }
    >
      <p className="text-sm">This draft was begun about another answer. It is sent about the one named above.</p>
    </Notice>
  );
}

function Problem({ message, isSignedOut, here }: { message: string; isSignedOut: boolean; here: string }) {
  return (
    <Notice
      tone="bad"
      action={
        isSignedOut && (
          <ButtonLink size="small" to={`/login?next=${encodeURIComponent(here)}`}>
            Sign in
          </ButtonLink>
        )
      }
    >
      <p className="font-medium">{isSignedOut ? 'You were signed out' : 'This was not sent'}</p>
      <p className="text-sm">
        {isSignedOut ? 'What you wrote is kept on this device and opens again once you signed in.' : message}
      </p>
    </Notice>
  );
}

function Foot({ judging, viewerName, onSend }: FlagComposerProps & { onSend: () => void }) {
  return (
    <div className="flex w-full flex-wrap items-center gap-x-3 gap-y-2">
      <Button
        variant="primary"
        shortcut="Ctrl ↵"
        className="max-sm:w-full"
        isPending={judging.isSending}
        pendingLabel="Sending"
        onClick={onSend}
      >
        Send flag
      </Button>
      <Button variant="quiet" onClick={judging.close}>
        Keep as draft
      </Button>
      <span className="ml-auto text-xs text-muted">Sent as {viewerName}</span>
    </div>
  );
}

function countOf(draft: FlagDraft): string | undefined {
  const { length } = [...noteOf(draft)];
  return length > COUNTED_FROM ? `${length.toLocaleString('en')} of 10,000 characters` : undefined;
}

/** Keys of the open panel, wherever in it the focus is: the panel itself has it at first. */
function useKeys(press: (event: KeyboardEvent) => void): void {
  const latest = useRef(press);
  useEffect(() => {
    latest.current = press;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => latest.current(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** Ctrl Enter sends from anywhere in the panel; 1 to 5 are the cards' own. */
function pressKey(event: KeyboardEvent, send: () => void): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  send();
}
